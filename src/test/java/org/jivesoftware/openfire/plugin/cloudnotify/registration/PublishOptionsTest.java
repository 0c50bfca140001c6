package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients give is what services get: fields, values and their order (behaviour §1). */
class PublishOptionsTest {

    private static final Field FORM_TYPE = new Field("FORM_TYPE", "hidden", null, List.of(PublishOptions.FORM_TYPE));

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "result", "", "SUBMIT"})
    void refusesOtherFormTypes(String type) {
        Element form = PublishOptions.of(List.of(FORM_TYPE)).toForm();
        form.addAttribute("type", type);
        assertThrows(IllegalArgumentException.class, () -> PublishOptions.parse(form));
    }

    @Test
    void refusesWhatIsNoPublishOptionsForm() {
        assertThrows(IllegalArgumentException.class, () -> PublishOptions.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> PublishOptions.of(List.of(FORM_TYPE, FORM_TYPE)));
        assertThrows(IllegalArgumentException.class,
            () -> PublishOptions.of(List.of(new Field("FORM_TYPE", null, null, List.of("urn:xmpp:push:summary")))));
        assertThrows(IllegalArgumentException.class, () -> PublishOptions.of(List.of(new Field("FORM_TYPE", null, null, List.of()))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 0x1F, 0xD800, 0xDC00, 0xFFFE, 0xFFFF})
    void refusesWhatXmlCannotCarry(int character) {
        String bad = "a" + (char) character + "b";
        for (Field field : List.of(new Field(bad, null, null, List.of()), new Field("a", bad, null, List.of()),
            new Field("a", null, bad, List.of()), new Field("a", null, null, List.of(bad)))) {
            assertThrows(IllegalArgumentException.class, () -> PublishOptions.of(List.of(FORM_TYPE, field)));
        }
    }

    @Test
    void deepNestingIsPassedOver() {
        Element form = PublishOptions.of(List.of(FORM_TYPE)).toForm();
        Element deepest = form.addElement("field");
        deepest.addAttribute("var", "deep");
        for (int i = 0; i < 10_000; i++) {
            deepest = deepest.addElement("value");
        }
        deepest.setText("far down");
        assertEquals(List.of(FORM_TYPE, new Field("deep", null, null, List.of(""))), PublishOptions.parse(form).fields());
    }

    @Test
    void elementsOfOtherNamespacesAreNoFields() throws DocumentException {
        Element form = DocumentHelper.parseText("<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>" + PublishOptions.FORM_TYPE
            + "</value></field><field xmlns='urn:other' var='a'><value>1</value></field></x>").getRootElement();
        assertEquals(1, PublishOptions.parse(form).fields().size());
    }

    @Test
    void showsNoValues() {
        assertFalse(PublishOptions.of(List.of(FORM_TYPE, new Field("secret", null, null, List.of("s3cret")))).toString()
            .contains("s3cret"));
    }
}
