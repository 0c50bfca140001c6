package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are everybody's (the registries of special-purpose addresses, RFC 6890): whoever names an endpoint must not have this
 * server send into its own network. What holds an IPv4 address inside an IPv6 one is judged by that. Stateless.
 */
final class PublicAddresses {

    private static final List<Block> NOT_PUBLIC_4 = blocks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");
    /** All that is given to networks; of the rest only what stands for an IPv4 address is used by anybody. */
    private static final Block GLOBAL_6 = Block.of("2000::/3");
    /** Among them: protocols (Teredo hides the address of any host), documentation. */
    private static final List<Block> NOT_PUBLIC_6 = blocks("2001::/23", "2001:db8::/32", "3fff::/20");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final int SIX_TO_FOUR_AT = 2;
    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final int NAT64_AT = 12;

    private PublicAddresses() {
    }

    /**
     * @param address any
     * @return whether it is an address that anybody on the Internet may send to
     */
    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return public4(bytes);
        }
        if (NAT64.contains(bytes)) {
            return public4(Arrays.copyOfRange(bytes, NAT64_AT, NAT64_AT + 4));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return public4(Arrays.copyOfRange(bytes, SIX_TO_FOUR_AT, SIX_TO_FOUR_AT + 4));
        }
        // Whatever is mapped, compatible, local, of a link, unique local or multicast is not among these.
        return GLOBAL_6.contains(bytes) && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(bytes));
    }

    private static boolean public4(byte[] bytes) {
        return NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(bytes));
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(Block::of).toList();
    }

    private static final class Block {

        private final byte[] prefix;
        private final int bits;

        private Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        /** Of literals only, so that nothing is looked up. */
        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                return new Block(InetAddress.getByName(text.substring(0, slash)).getAddress(), Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
