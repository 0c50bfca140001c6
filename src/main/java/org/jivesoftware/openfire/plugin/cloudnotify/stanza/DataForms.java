package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the forms that go out with each push (XEP-0004). By names that are kept: dom4j looks each up in maps that all threads share and
 * lock.
 */
public final class DataForms {

    /** The namespace of forms. */
    public static final String NAMESPACE = "jabber:x:data";

    private static final QName FORM = QName.get("x", NAMESPACE);
    private static final QName FIELD = QName.get("field", NAMESPACE);
    private static final QName VALUE = QName.get("value", NAMESPACE);
    private static final QName VAR = QName.get("var");
    private static final QName TYPE = QName.get("type");
    private static final QName LABEL = QName.get("label");

    private DataForms() {
    }

    /** @return a new form of type submit, without fields */
    public static Element submit() {
        return DocumentHelper.createElement(FORM).addAttribute(TYPE, "submit");
    }

    /**
     * Adds a field.
     *
     * @param form where to
     * @param name its name, or null for none
     * @param type its type, or null for none
     * @param label its label, or null for none
     * @param values its values
     */
    public static void addField(Element form, @Nullable String name, @Nullable String type, @Nullable String label,
                                Iterable<String> values) {
        // The setter ignores null: no value, no attribute.
        Element field = addField(form, name).addAttribute(TYPE, type).addAttribute(LABEL, label);
        for (String value : values) {
            addValue(field, value);
        }
    }

    /**
     * Adds a field that has no value yet.
     *
     * @param form where to
     * @param name its name, or null for none
     * @return the field
     */
    public static Element addField(Element form, @Nullable String name) {
        return form.addElement(FIELD).addAttribute(VAR, name);
    }

    /**
     * Adds a value.
     *
     * @param field to which field
     * @param value which
     */
    public static void addValue(Element field, String value) {
        // Setting the text of an element that has none would have it look for text to be removed, in a list made for that.
        field.addElement(VALUE).addText(value);
    }

    /**
     * @param field which
     * @param type its type from now on
     */
    public static void type(Element field, String type) {
        field.addAttribute(TYPE, type);
    }

    /**
     * @param field which
     * @param label its label from now on
     */
    public static void label(Element field, String label) {
        field.addAttribute(LABEL, label);
    }
}
