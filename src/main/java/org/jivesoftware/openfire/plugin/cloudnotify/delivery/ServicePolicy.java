package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnablePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.PacketError;

/**
 * Which push services may be used: the administrator's lists of domains (settings {@code services.allowed} and
 * {@code services.denied}). "*.example.org" covers every sub-domain, but not example.org itself; a denied domain is denied also where
 * it is allowed; an empty list of allowed ones allows all. Thread-safe.
 */
public final class ServicePolicy implements EnablePolicy {

    private final Settings settings;

    /** @param settings the two lists; not null */
    public ServicePolicy(Settings settings) {
        this.settings = Objects.requireNonNull(settings);
    }

    /**
     * @param service a push service; not null
     * @return whether it may be used, by the lists as they are now
     */
    public boolean allows(PushService service) {
        List<String> allowed = settings.get(Settings.SERVICES_ALLOWED);
        List<String> denied = settings.get(Settings.SERVICES_DENIED);
        if (allowed.isEmpty() && denied.isEmpty()) {
            return true;
        }
        String domain = normalised(service.domain());
        return (allowed.isEmpty() || covers(allowed, domain)) && !covers(denied, domain);
    }

    private static boolean covers(List<String> list, String domain) {
        for (String entry : list) {
            boolean wild = entry.startsWith("*.");
            String pattern = normalised(wild ? entry.substring(2) : entry);
            if (wild ? domain.endsWith(pattern) && domain.length() > pattern.length() + 1
                && domain.charAt(domain.length() - pattern.length() - 1) == '.' : domain.equals(pattern)) {
                return true;
            }
        }
        return false;
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

    @Override
    public PublishOptions review(RegistrationKey key, PublishOptions options) throws Refusal {
        if (!allows(key.destination().service())) {
            throw new Refusal(PacketError.Condition.not_allowed, PacketError.Type.cancel,
                "This server does not allow the push service " + key.destination().service().domain() + ".");
        }
        return options;
    }
}
