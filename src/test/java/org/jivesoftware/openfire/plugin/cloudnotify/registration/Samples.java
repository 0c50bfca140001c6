package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;
import org.xmpp.packet.JID;

/** Registrations for tests. */
final class Samples {

    static final Instant NOON = Instant.ofEpochMilli(1_790_000_000_123L);
    static final JID SERVICE = new JID("push.example.org");

    /** Texts that mean something to databases, to XML, or to neither. */
    static final List<String> HOSTILE = List.of("' OR '1'='1", "'; DROP TABLE ofCloudNotify; --", "\\' OR 1=1 #", "%", "_%", "[a-z]%", "\\",
        "\"", "$1 :name ? {fn now()} ${x}", "</x><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;", "]]>", "NULL", "null",
        " leading and trailing ", "tab\tline\nreturn\rboth\r\nend", "\u0085\u2028\u00a0\u200b\ufeff\ufffd", "e\u0301 \u00e9 \u00df",
        "\ud83d\udc4d\ud83c\udffd \ud83c\uddea\ud83c\uddfa", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u6f22\u5b57");

    static final Wishes WISHES = Wishes.of(Map.of("priority", "", "encrypt", "aes-128-gcm k+y/== 3000", "muted",
        String.join(" ", HOSTILE)));
    static final RecentResources RECENT = RecentResources.after(RecentResources.after(null, "one", "two"), "two", "three");

    private Samples() {
    }

    static RegistrationKey key(String username, String node) {
        return new RegistrationKey(username, SERVICE, node);
    }

    static Registration plain(String username, String node) {
        return of(key(username, node), null, Health.GOOD);
    }

    static Registration of(RegistrationKey key, PublishOptions options, Health health) {
        return new Registration(key, options, "phone", null, NOON, NOON.plusMillis(1), health);
    }

    static Registration asking(String username, String node, Wishes wishes) {
        return new Registration(key(username, node), null, wishes, "phone", null, null, NOON, NOON.plusMillis(1), Health.GOOD);
    }

    static Registration disabled(String username, String node, Instant since) {
        return of(key(username, node), null, new Health(16, 0, since, "forbidden"));
    }

    static PublishOptions options(String... values) {
        return PublishOptions.of(List.of(new Field("FORM_TYPE", "hidden", null, List.of(PublishOptions.FORM_TYPE)),
            new Field("secret", null, null, List.of(values))));
    }

    /** Options with every text in every place, and values in an order that nothing sorts by. */
    static PublishOptions options(List<String> texts) {
        return PublishOptions.of(List.of(new Field("z", "text-multi", "label", texts),
            new Field("FORM_TYPE", null, null, List.of(PublishOptions.FORM_TYPE)),
            new Field("a", null, String.join("|", texts), List.of("2", "1", "2", "")),
            new Field(String.join("|", texts), "boolean", null, List.of()),
            new Field(null, null, null, List.of("nameless")), new Field("a", null, null, List.of("again"))));
    }
}
