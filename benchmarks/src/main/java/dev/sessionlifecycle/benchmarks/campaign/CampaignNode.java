package dev.sessionlifecycle.benchmarks.campaign;

import java.time.Duration;

/**
 * A process of a campaign and the proxy between it and the server.
 *
 * @param lease how long it leases chains; zero if it leases none
 */
record CampaignNode(CampaignProcess process, ServerProxy proxy, Duration lease) {}
