package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.jspecify.annotations.Nullable;

/**
 * The publish-options of a registration: the fields of the client's form, in their order, with all their values (XEP-0357 §5, behaviour
 * §1).
 *
 * <p>Some services read the fields by position, so they are given back exactly as they came. Immutable. Kept as the bytes of one text,
 * since every cached registration has one of these and a tree of small objects would weigh several times as much.
 */
public final class PublishOptions {

    /** The FORM_TYPE that makes a form publish-options (XEP-0060 §7.1.5). */
    public static final String FORM_TYPE = "http://jabber.org/protocol/pubsub#publish-options";

    // Separators that no XML text can hold (see XmlText): each starts what follows it.
    private static final char FIELD = '\u0001';
    private static final char TYPE = '\u0002';
    private static final char LABEL = '\u0003';
    private static final char VALUE = '\u0004';
    /** The FORM_TYPE field as nearly every client writes it, shortened. */
    private static final String USUAL_FORM_TYPE = FIELD + "FORM_TYPE" + VALUE + FORM_TYPE;
    private static final String USUAL_FORM_TYPE_HIDDEN = FIELD + "FORM_TYPE" + TYPE + "hidden" + VALUE + FORM_TYPE;
    private static final String SHORT = "\u0005";
    private static final String SHORT_HIDDEN = "\u0006";
    /** In place of a name that is not there, which is another thing than an empty one. */
    private static final String NAMELESS = "\u0007";

    /** Holds them in UTF-8, which can hold every text that XML can; usually a piece of the {@link Registration}'s own array. */
    private final byte[] packed;
    private final int from;
    private final int to;

    /**
     * One field of the form.
     *
     * @param var its name, or null
     * @param type its type attribute, or null
     * @param label its label attribute, or null
     * @param values its values in their order
     */
    public record Field(@Nullable String var, @Nullable String type, @Nullable String label, List<String> values) {

        /** Copies the values. */
        public Field {
            values = List.copyOf(values);
        }
    }

    private PublishOptions(String packed) {
        this.packed = packed.getBytes(StandardCharsets.UTF_8);
        this.from = 0;
        this.to = this.packed.length;
    }

    /**
     * @param array holds what {@link #writeTo} wrote, and does not change any more
     * @param from where that begins
     * @param to where it ends
     */
    PublishOptions(byte[] array, int from, int to) {
        this.packed = array;
        this.from = from;
        this.to = to;
    }

    /** @param out to which these are written, as they are kept; never nothing */
    void writeTo(ByteArrayOutputStream out) {
        out.write(packed, from, to - from);
    }

    /**
     * @param fields the fields, FORM_TYPE among them
     * @return the options
     * @throws IllegalArgumentException if the FORM_TYPE is missing or another one, or a text holds characters that XML cannot carry
     */
    public static PublishOptions of(List<Field> fields) {
        List<String> formTypes = fields.stream().filter(field -> "FORM_TYPE".equals(field.var()))
            .flatMap(field -> field.values().stream()).toList();
        if (!formTypes.equals(List.of(FORM_TYPE))) {
            throw new IllegalArgumentException("The form's FORM_TYPE must be " + FORM_TYPE + ".");
        }
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(FIELD).append(field.var() == null ? NAMELESS : checked(field.var()));
            if (field.type() != null) {
                text.append(TYPE).append(checked(field.type()));
            }
            if (field.label() != null) {
                text.append(LABEL).append(checked(field.label()));
            }
            for (String value : field.values()) {
                text.append(VALUE).append(checked(value));
            }
        }
        String packed = text.toString();
        if (packed.startsWith(USUAL_FORM_TYPE_HIDDEN)) {
            packed = SHORT_HIDDEN + packed.substring(USUAL_FORM_TYPE_HIDDEN.length());
        } else if (packed.startsWith(USUAL_FORM_TYPE)) {
            packed = SHORT + packed.substring(USUAL_FORM_TYPE.length());
        }
        return new PublishOptions(packed);
    }

    /**
     * Reads a form that a client sent. Only fields and their values are read; nesting deeper than that is passed over.
     *
     * @param form the {@code <x xmlns='jabber:x:data'/>} element
     * @return the options
     * @throws IllegalArgumentException if the form is of type cancel or result, or is no publish-options form; the message is meant
     *     for the client's developer
     */
    public static PublishOptions parse(Element form) {
        String type = form.attributeValue("type");
        if (type != null && !type.equals("submit") && !type.equals("form")) {
            throw new IllegalArgumentException("A form of type 'submit' is needed.");
        }
        List<Field> fields = new ArrayList<>();
        for (Object child : form.elements()) {
            Element element = (Element) child;
            if (element.getName().equals("field") && element.getNamespaceURI().equals(DataForms.NAMESPACE)) {
                fields.add(field(element));
            }
        }
        return of(fields);
    }

    private static Field field(Element element) {
        List<String> values = new ArrayList<>();
        for (Object child : element.elements()) {
            Element value = (Element) child;
            if (value.getName().equals("value") && value.getNamespaceURI().equals(DataForms.NAMESPACE)) {
                values.add(value.getText());
            }
        }
        return new Field(element.attributeValue("var"), element.attributeValue("type"), element.attributeValue("label"), values);
    }

    private static String checked(String text) {
        if (!XmlText.isLegal(text)) {
            throw new IllegalArgumentException("The form holds characters that XML cannot carry.");
        }
        return text;
    }

    /** @return the fields in the client's order, FORM_TYPE among them */
    public List<Field> fields() {
        String stored = new String(packed, from, to - from, StandardCharsets.UTF_8);
        String text = stored.startsWith(SHORT) ? USUAL_FORM_TYPE + stored.substring(1)
            : stored.startsWith(SHORT_HIDDEN) ? USUAL_FORM_TYPE_HIDDEN + stored.substring(1) : stored;
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(FIELD, start + 1);
            end = end < 0 ? text.length() : end;
            fields.add(unpack(text.substring(start, end)));
            start = end;
        }
        return Collections.unmodifiableList(fields);
    }

    private static Field unpack(String text) {
        String var = null;
        String type = null;
        String label = null;
        List<String> values = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = start + 1;
            while (end < text.length() && text.charAt(end) > VALUE) {
                end++;
            }
            String part = text.substring(start + 1, end);
            switch (text.charAt(start)) {
                case FIELD -> var = part.equals(NAMELESS) ? null : part;
                case TYPE -> type = part;
                case LABEL -> label = part;
                default -> values.add(part);
            }
            start = end;
        }
        return new Field(var, type, label, values);
    }

    /** @return a new {@code <x xmlns='jabber:x:data' type='submit'/>} with all fields */
    public Element toForm() {
        Element form = DataForms.submit();
        int start = from;
        if (start < to && (packed[start] == SHORT.charAt(0) || packed[start] == SHORT_HIDDEN.charAt(0))) {
            Element field = DataForms.addField(form, "FORM_TYPE");
            if (packed[start] == SHORT_HIDDEN.charAt(0)) {
                DataForms.type(field, "hidden");
            }
            DataForms.addValue(field, FORM_TYPE);
            start++;
        }
        // With each push: written down without the fields in between. In UTF-8, no separator is part of another character.
        Element field = form;
        while (start < to) {
            int end = start + 1;
            while (end < to && (packed[end] < 0 || packed[end] > VALUE)) {
                end++;
            }
            String part = new String(packed, start + 1, end - start - 1, StandardCharsets.UTF_8);
            switch (packed[start]) {
                case FIELD -> field = DataForms.addField(form, part.equals(NAMELESS) ? null : part);
                case TYPE -> DataForms.type(field, part);
                case LABEL -> DataForms.label(field, part);
                default -> DataForms.addValue(field, part);
            }
            start = end;
        }
        return form;
    }

    /** @return these, or null where they hold nothing but their FORM_TYPE, which is as good as no options (behaviour §1) */
    @Nullable PublishOptions orNull() {
        return fields().size() == 1 ? null : this;
    }

    /** @return the size of the form in bytes, serialised as UTF-8 */
    public int size() {
        return toForm().asXML().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublishOptions options
            && Arrays.equals(packed, from, to, options.packed, options.from, options.to);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOfRange(packed, from, to));
    }

    /** Names the fields only: values are secrets. */
    @Override
    public String toString() {
        return "PublishOptions" + fields().stream().map(Field::var).toList();
    }
}
