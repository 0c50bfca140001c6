package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/** What an administrator's list of domains covers: "*.example.org" every sub-domain, but not example.org itself. Stateless. */
public final class DomainList {

    private DomainList() {
    }

    /**
     * @param list entries
     * @param domain a domain
     * @return whether one of them covers it
     */
    public static boolean covers(List<String> list, String domain) {
        for (String entry : list) {
            if (covers(entry, domain)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param entry one entry
     * @param domain a domain
     * @return whether it covers it
     */
    public static boolean covers(String entry, String domain) {
        boolean wild = entry.startsWith("*.");
        String pattern = normalised(wild ? entry.substring(2) : entry);
        String name = normalised(domain);
        return wild ? name.endsWith(pattern) && name.length() > pattern.length() + 1
            && name.charAt(name.length() - pattern.length() - 1) == '.' : name.equals(pattern);
    }

    /** Internationalised names are written in either of two ways, and any name may end with a dot. */
    private static String normalised(String domain) {
        String text = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (text.chars().allMatch(character -> character < 128)) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
