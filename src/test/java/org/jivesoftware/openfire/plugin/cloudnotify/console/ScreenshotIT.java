package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.OutputType;

/**
 * Takes the README's pictures from the running console. They are left in the build's folder, and replace those of the documentation where
 * the system property {@value #REPLACE} is true.
 */
class ScreenshotIT extends ConsoleTest {

    private static final String REPLACE = "screenshots.replace";
    private static final int WIDTH = 1_400;
    private static final int LARGEST = 150_000;
    private static final int COLOURS = 256;

    @Test
    void takesThePicturesOfTheReadme() throws IOException {
        PushService phones = service("app");
        PushService tablets = service("pad");
        TestUser juliet = user("juliet");
        enable(juliet, "Phone", phones, "c2f1e7a09b3d");
        enable(juliet, "Tablet", tablets, "77ab02c9d41e");
        enable(user("nurse"), "Phone", phones, "03be5518f7a2");
        XmppClient romeo = scenario.raw(user("romeo"), "Desktop");
        romeo.chat(juliet.jid(), "But soft, what light through yonder window breaks?");
        phones.awaitPush();
        tablets.awaitPush();
        tablets.answer(PushAnswer.error("internal-server-error", "wait"));
        scenario.raw(user("mercutio"), "Desktop").chat(juliet.jid(), "Where is he?");
        phones.awaitPush();
        tablets.awaitPush();
        pages.width(WIDTH);
        Pages.await("the answers", () -> pages.open("activity.jsp?user=" + juliet.name()).text().contains("error inside the service")
            && !pages.has("#cn-live tbody td:last-child .cn-muted"));
        take("activity");
        pages.open("registrations.jsp");
        take("registrations");
        pages.open("services.jsp");
        take("services");
        pages.open("settings.jsp").browser().executeScript("document.getElementById('cn-preview').scrollIntoView({block: 'center'})");
        take("settings");
    }

    /** With names that are read well: no other test uses this server. */
    private TestUser user(String name) {
        server.control().users().create(name, "secret-" + name);
        return new TestUser(name, "secret-" + name, name + "@" + server.domain());
    }

    private PushService service(String name) {
        var service = new PushService(server.ports().component(), name + "." + server.domain(), ServerConfig.COMPONENT_SECRET);
        scenario.atEnd(service::close);
        return service.connect();
    }

    private void enable(TestUser user, String resource, PushService service, String node) {
        XmppClient device = scenario.raw(user, resource);
        device.enablePush(service.jid(), node);
        scenario.leave(device);
    }

    private void take(String name) throws IOException {
        byte[] taken = small(pages.browser().getScreenshotAs(OutputType.BYTES));
        assertTrue(taken.length < LARGEST, name + " has " + taken.length + " bytes");
        Path folder = Files.createDirectories(Path.of(Boolean.getBoolean(REPLACE) ? "docs/pictures" : "target/pictures"));
        Files.write(folder.resolve(name + ".png"), taken);
    }

    /** The same with a palette, which makes the file a third as large: the most frequent colours, and for others the nearest of them. */
    private static byte[] small(byte[] png) throws IOException {
        BufferedImage full = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = full.getRGB(0, 0, full.getWidth(), full.getHeight(), null, 0, full.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        List<Integer> frequent = new ArrayList<>(counts.keySet());
        frequent.sort(Comparator.comparing(counts::get, Comparator.reverseOrder()));
        int[] palette = frequent.stream().limit(COLOURS).mapToInt(Integer::intValue).toArray();
        Map<Integer, Integer> places = new HashMap<>();
        var few = new BufferedImage(full.getWidth(), full.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
        int[] indices = Arrays.stream(pixels).map(pixel -> places.computeIfAbsent(pixel, colour -> nearest(colour, palette))).toArray();
        few.getRaster().setPixels(0, 0, full.getWidth(), full.getHeight(), indices);
        var out = new ByteArrayOutputStream();
        ImageIO.write(few, "png", out);
        return out.toByteArray();
    }

    private static int nearest(int colour, int[] palette) {
        return IntStream.range(0, palette.length).boxed().min(Comparator.comparingInt(place -> distance(colour, palette[place])))
            .orElseThrow();
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return red * red + green * green + blue * blue;
    }
}
