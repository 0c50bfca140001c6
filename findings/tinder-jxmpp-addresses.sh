#!/usr/bin/env bash
# One XMPP address, two accounts: Openfire's address class and the one that Smack uses prepare the same input differently.
#
# Packages: org.igniterealtime:tinder 1.3.0 (Openfire 4.2.0's), org.jxmpp:jxmpp-jid 1.0.3 with jxmpp-stringprep-rocksxmppprecis 1.0.3.
# Behaviour: tinder prepares by Nodeprep, Nameprep and Resourceprep of RFC 6122 (Unicode 3.2, NFKC, IDNA 2003), the PRECIS
#   profile of jXMPP by RFC 7622. A sharp s becomes "ss" here and stays there, a final sigma, full-width letters, ligature-like
#   numbers and soft hyphens differ as well, in resources also the no-break space. A domain with a final dot, which RFC 7622
#   wants removed, is refused by tinder. So an address that a client compares with its own preparation is not the one that the
#   server puts into a stanza; a registration, a mute list or a bookmark must be compared after the server's preparation.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>addresses</artifactId><version>1</version><dependencies>
<dependency><groupId>org.igniterealtime</groupId><artifactId>tinder</artifactId><version>1.3.0</version></dependency>
<dependency><groupId>org.jxmpp</groupId><artifactId>jxmpp-jid</artifactId><version>1.0.3</version></dependency>
<dependency><groupId>org.jxmpp</groupId><artifactId>jxmpp-stringprep-rocksxmppprecis</artifactId><version>1.0.3</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
cat > Addresses.java <<'JAVA'
import java.util.function.UnaryOperator;
import org.jxmpp.JxmppContext;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.rocksxmppprecis.RocksXmppPrecisStringprep;
import org.xmpp.packet.JID;

class Addresses {
    public static void main(String[] args) {
        JxmppContext.setDefaultXmppStringprep(RocksXmppPrecisStringprep.INSTANCE);
        String[] inputs = {"wei\u00df@example.org", "user@stra\u00dfe.example", "\u03c3\u03b1\u03c2@example.org", "\uff21nna@example.org",
            "\u2163@example.org", "co\u00adop@example.org", "user@example.org.", "user@example.org/a\u00a0b", "user@example.org/caf\u00e9"};
        for (String input : inputs) {
            String server = prepared(input, text -> new JID(text).toString());
            String client = prepared(input, Addresses::client);
            System.out.println(ascii(input) + " server " + ascii(server) + " client " + ascii(client));
        }
    }

    private static String client(String text) {
        try {
            return JidCreate.from(text).toString();
        } catch (org.jxmpp.stringprep.XmppStringprepException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String prepared(String input, UnaryOperator<String> way) {
        try {
            return way.apply(input);
        } catch (IllegalArgumentException e) {
            return "refuses";
        }
    }

    private static String ascii(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c < 127 ? "" + (char) c : String.format("<%04x>", c)));
        return out.toString();
    }
}
JAVA
java -cp 'lib/*' Addresses.java > seen.txt
cat > expected.txt <<'SEEN'
wei<00df>@example.org server weiss@example.org client wei<00df>@example.org
user@stra<00df>e.example server user@strasse.example client user@stra<00df>e.example
<03c3><03b1><03c2>@example.org server <03c3><03b1><03c3>@example.org client <03c3><03b1><03c2>@example.org
<ff21>nna@example.org server anna@example.org client <ff41>nna@example.org
<2163>@example.org server iv@example.org client <2173>@example.org
co<00ad>op@example.org server coop@example.org client co<00ad>op@example.org
user@example.org. server refuses client user@example.org
user@example.org/a<00a0>b server user@example.org/a b client user@example.org/a<00a0>b
user@example.org/caf<00e9> server user@example.org/caf<00e9> client user@example.org/caf<00e9>
SEEN
diff expected.txt seen.txt && echo "tinder 1.3.0 and jXMPP 1.0.3 still disagree as described."
