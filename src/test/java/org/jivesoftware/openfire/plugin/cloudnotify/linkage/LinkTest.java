package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.CloudNotifyPlugin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All that the compiled classes name of Openfire, and of the libraries that come with it, is there in each version: nothing ends with a
 * NoSuchMethodError in the midst of a client's stanza. What is not everywhere is called by handles, in {@code server}.
 *
 * <p>The table of who has what is kept beside this test. Whoever uses something more of Openfire has it made anew, out of distributions
 * that stand unpacked in one folder, each named as its version: {@code mvn test -Dtest=LinkTest -Dopenfire.distributions=FOLDER}.
 */
class LinkTest {
    private static final Path TABLE = Path.of("src/test/resources/org/jivesoftware/openfire/plugin/cloudnotify/linkage/openfire-api.tsv");
    private static final String HOW = "; is it new? Then make the table anew: mvn test -Dtest=LinkTest -Dopenfire.distributions=FOLDER";

    private static Product product;
    private static OpenfireApi api;

    @BeforeAll
    static void read() throws Exception {
        product = new Product(Path.of(CloudNotifyPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        String distributions = System.getProperty("openfire.distributions", "");
        if (!distributions.isBlank()) {
            OpenfireApi made = OpenfireApi.of(product, Path.of(distributions));
            if (Files.exists(TABLE)) {
                assertEquals(OpenfireApi.read(TABLE).versions(), made.versions(), "The table is about other versions than the folder has");
            }
            made.write(TABLE);
        }
        api = OpenfireApi.read(TABLE);
    }

    @Test
    void whatIsUsedIsInEveryVersion() {
        List<String> problems = new ArrayList<>();
        product.uses().forEach((use, users) -> {
            if (!api.knows(use)) {
                problems.add(use + " is not in the table, and " + users + " need it" + HOW);
            } else if (!api.versionsWithout(use).isEmpty()) {
                problems.add(use + " is missing in " + api.versionsWithout(use) + ", and " + users + " need it");
            }
        });
        assertEquals(List.of(), problems);
    }

    /** A method that is new in an interface would be called although nobody has it. */
    @Test
    void whatAnyVersionWantsImplementedIsAndWhatItForbidsIsNot() {
        List<String> problems = new ArrayList<>();
        for (Use use : api.uses()) {
            if (use.isObstacle()) {
                Set<String> stopped = product.stoppedBy(use);
                if (!stopped.isEmpty()) {
                    problems.add(use + " in " + api.versionsWith(use) + " stops " + stopped);
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    /** Read with other eyes: were references overlooked, nothing would be found missing either. */
    @Test
    void theTableIsAboutWhatIsKnownToBeUsed() {
        String openfire = "org.jivesoftware.openfire.";
        for (Use known : List.of(
            new Use("org.jivesoftware.util.JiveGlobals", "static setProperties(Ljava/util/Map;)V"),
            new Use(openfire + "interceptor.PacketInterceptor", Use.IMPLEMENTED),
            new Use(openfire + "interceptor.PacketInterceptor", "abstract interceptPacket(Lorg/xmpp/packet/Packet;"
                + "Lorg/jivesoftware/openfire/session/Session;ZZ)V"),
            new Use(openfire + "session.LocalClientSession", "isDetached()Z"),
            new Use("org.xmpp.packet.Message", "getFrom()Lorg/xmpp/packet/JID;"),
            new Use("org.dom4j.Element", "elements()Ljava/util/List;"))) {
            assertTrue(api.knows(known), known.toString());
        }
        assertTrue(api.versions().containsAll(List.of("4.2.0", "4.7.5", "4.9.2", "5.0.5", "5.1.1", "main")), api.versions().toString());
    }
}
