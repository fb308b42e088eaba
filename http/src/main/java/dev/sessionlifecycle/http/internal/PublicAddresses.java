package dev.sessionlifecycle.http.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are public: those that the special-purpose registries of IANA do not take out
 * (RFC 6890 and its successors, <a
 * href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4</a>, <a
 * href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6</a>). Of IPv6 only
 * 2000::/3 is public, and of that nothing that carries an IPv4 address (Teredo, 6to4).
 */
final class PublicAddresses {
  private static final List<Range> IPV4 =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by a carrier, also metadata of some clouds
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, also metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // IETF protocols, also metadata of some clouds
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/3"); // multicast, reserved, broadcast

  private static final List<Range> GLOBAL_IPV6 = ranges("2000::/3");

  private static final List<Range> NOT_IN_IPV6 =
      ranges(
          "2001::/23", // IETF protocols, Teredo
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  private PublicAddresses() {}

  /** Whether an address is public. An IPv4 address written in IPv6 counts as the former. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return none(IPV4, bytes);
    }
    return !none(GLOBAL_IPV6, bytes) && none(NOT_IN_IPV6, bytes);
  }

  private static boolean none(List<Range> ranges, byte[] address) {
    return ranges.stream().noneMatch(range -> range.contains(address));
  }

  private static List<Range> ranges(String... notations) {
    return Arrays.stream(notations).map(Range::of).toList();
  }

  /** The addresses that begin with the same bits. */
  private static final class Range {
    private final byte[] first;
    private final int bits;

    private Range(byte[] first, int bits) {
      this.first = first;
      this.bits = bits;
    }

    static Range of(String notation) {
      int slash = notation.indexOf('/');
      String address = notation.substring(0, slash);
      try {
        return new Range(
            InetAddress.getByName(address).getAddress(),
            Integer.parseInt(notation.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address is not looked up", e);
      }
    }

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
