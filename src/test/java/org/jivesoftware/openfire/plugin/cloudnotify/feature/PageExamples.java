package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dom4j.Attribute;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/** The examples of docs/protocol.md, by their names, and whether something real looks like one. */
final class PageExamples {

    private static final Pattern EXAMPLE = Pattern.compile("```xml\n<!-- ([a-z-]+) -->\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JSON = Pattern.compile("<!-- ([a-z-]+) -->\n```json\n(.*?)```", Pattern.DOTALL);
    /** What says the same in each run. */
    private static final Set<String> TELLING = Set.of("type", "var", "action", "alg", "affiliation");

    private final Map<String, String> examples = new TreeMap<>();

    private PageExamples(String page) {
        for (Pattern pattern : new Pattern[] {EXAMPLE, JSON}) {
            Matcher found = pattern.matcher(page);
            while (found.find()) {
                examples.put(found.group(1), found.group(2));
            }
        }
    }

    static PageExamples read() {
        try {
            return new PageExamples(Files.readString(Path.of("docs/protocol.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all examples. */
    Set<String> names() {
        return examples.keySet();
    }

    String example(String name) {
        String example = examples.get(name);
        assertNotNull(example, "the page has no example " + name);
        return example;
    }

    void looksAs(String name, Element real) throws DocumentException {
        assertEquals(shape(DocumentHelper.parseText(example(name)).getRootElement()), shape(real), () -> name + " is " + real.asXML());
    }

    /** The members and what kind each has; what tells the same in each run is the same. */
    void looksAs(String name, JsonObject real) {
        assertEquals(shape(JsonParser.parseString(example(name)).getAsJsonObject()), shape(real), () -> name + " is " + real);
    }

    private static Map<String, String> shape(JsonObject object) {
        Map<String, String> shape = new TreeMap<>();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            JsonElement value = member.getValue();
            boolean telling = TELLING.contains(member.getKey()) || member.getKey().equals("media");
            shape.put(member.getKey(), telling ? value.toString() : value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
                ? "number" : "text");
        }
        return shape;
    }

    private static String shape(Element element) {
        StringBuilder shape = new StringBuilder("\n<" + element.getName());
        String namespace = element.getNamespaceURI();
        shape.append(namespace.isEmpty() || namespace.equals("jabber:client")
            || namespace.equals("jabber:component:accept") ? "" : " " + namespace);
        Map<String, String> attributes = new TreeMap<>();
        for (Object each : element.attributes()) {
            Attribute attribute = (Attribute) each;
            if (attribute.getName().equals("code") || isOwnAccount(element, attribute)) {
                // Numbers of errors from before XMPP, which Openfire adds, and what newer ones say though it means the same unsaid.
                continue;
            }
            attributes.put(attribute.getName(), TELLING.contains(attribute.getName()) ? attribute.getValue() : "");
        }
        shape.append(attributes);
        if (element.elements().isEmpty() && !element.getName().startsWith("encrypt")) {
            shape.append(element.getTextTrim());
        }
        for (Object child : element.elements()) {
            shape.append(shape((Element) child));
        }
        return shape.append(">").toString();
    }

    /** An answer from the account itself, which needs no sender. */
    private static boolean isOwnAccount(Element element, Attribute attribute) {
        String to = element.attributeValue("to");
        return element.getName().equals("iq") && attribute.getName().equals("from") && to != null
            && to.startsWith(attribute.getValue() + "/");
    }
}
