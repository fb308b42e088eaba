package dev.sessionlifecycle.benchmarks.campaign;

import java.time.Duration;

/**
 * A process of a campaign and what stands between it and the server.
 *
 * @param lease for how long it leases chains; zero where it leases none
 */
record CampaignNode(CampaignProcess process, ServerProxy proxy, Duration lease) {}
