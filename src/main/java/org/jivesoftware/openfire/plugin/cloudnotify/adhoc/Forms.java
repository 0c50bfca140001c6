package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.HashMap;
import java.util.Map;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/** Builds and reads the forms of commands (XEP-0004). */
final class Forms {

    /** The beginning of commands' nodes, and of the types of their forms. */
    static final String TYPE = "urn:cloudnotify:commands";
    static final String DEVICE = "device";
    /** The value of {@link #DEVICE} that stands for all of them. */
    static final String ALL = "all";

    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_VALUE = 3_100;

    private Forms() {
    }

    /**
     * @param kind tells what fields there are: clients remember the type of a field for each kind of form, and one library closes the
     *     connection where the same field comes with another type (Smack 4.4)
     */
    static DataForm form(String kind, String title, String instruction) {
        DataForm form = new DataForm(DataForm.Type.form);
        form.setTitle(title);
        form.addInstruction(instruction);
        hidden(form, "FORM_TYPE", TYPE + "#" + kind);
        return form;
    }

    static FormField hidden(DataForm form, String name, String value) {
        FormField field = form.addField();
        field.setType(FormField.Type.hidden);
        field.setVariable(name);
        field.addValue(value);
        return field;
    }

    static FormField field(DataForm form, FormField.Type type, String name, String label) {
        FormField field = form.addField();
        field.setType(type);
        field.setVariable(name);
        field.setLabel(label);
        return field;
    }

    /** A choice of one device, by the registration's id, which says nothing to others. */
    static FormField devices(DataForm form, Iterable<Registration> registrations, CommandTexts texts) {
        FormField field = field(form, FormField.Type.list_single, DEVICE, texts.get("command.field.device"));
        field.setRequired(true);
        registrations.forEach(each -> field.addOption(texts.device(each), each.key().id()));
        return field;
    }

    static DataForm table(String kind, String title) {
        DataForm table = new DataForm(DataForm.Type.result);
        table.setTitle(title);
        hidden(table, "FORM_TYPE", TYPE + "#" + kind + "-result");
        return table;
    }

    /**
     * Reads what was filled in: the first value of each field. Takes no more than any form of these has.
     *
     * @param command the command element
     * @return values by field names; empty where there is no form of type submit
     */
    static Map<String, String> submitted(Element command) {
        Map<String, String> values = new HashMap<>();
        for (Object child : command.elements()) {
            Element form = (Element) child;
            if (form.getName().equals("x") && form.getNamespaceURI().equals(DataForms.NAMESPACE)
                && "submit".equals(form.attributeValue("type"))) {
                for (Object each : form.elements()) {
                    read((Element) each, values);
                }
                break;
            }
        }
        return values;
    }

    private static void read(Element field, Map<String, String> values) {
        String name = field.attributeValue("var");
        String value = field.elementText("value");
        if (field.getName().equals("field") && name != null && value != null && value.length() <= LONGEST_VALUE
            && values.size() < MOST_FIELDS) {
            values.putIfAbsent(name, value.strip());
        }
    }
}
