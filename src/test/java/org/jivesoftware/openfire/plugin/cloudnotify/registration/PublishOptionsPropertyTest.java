package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;

/** For any form: what clients give is what services get: fields, values and their order (behaviour §1). */
class PublishOptionsPropertyTest {

    private static final Field FORM_TYPE = new Field("FORM_TYPE", "hidden", null, List.of(PublishOptions.FORM_TYPE));

    @Property
    void fieldsComeBackExactly(@ForAll("forms") List<Field> fields) {
        assertEquals(fields, PublishOptions.of(fields).fields());
    }

    @Property
    void theFormReadsBackTheSame(@ForAll("forms") List<Field> fields) {
        PublishOptions options = PublishOptions.of(fields);
        Element form = options.toForm();
        assertEquals("submit", form.attributeValue("type"));
        PublishOptions again = PublishOptions.parse(form);
        assertEquals(options, again);
        assertEquals(options.hashCode(), again.hashCode());
    }

    @Property(tries = 200)
    void theFormSurvivesBeingWrittenAndRead(@ForAll("forms") List<Field> fields) throws DocumentException {
        PublishOptions options = PublishOptions.of(fields);
        PublishOptions again = PublishOptions.parse(new SAXReader().read(new StringReader(options.toForm().asXML())).getRootElement());
        // XML itself folds line ends in texts and white space in attributes; everything else is kept.
        assertEquals(fold(options), fold(again));
    }

    private static List<String> fold(PublishOptions options) {
        return options.fields().stream().map(field -> field.toString().replaceAll("\\s", " ")).toList();
    }

    @Provide
    Arbitrary<List<Field>> forms() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).filter(XmlText::isLegal);
        Arbitrary<String> name = Arbitraries.oneOf(text.filter(each -> !each.equals("FORM_TYPE")),
            Arbitraries.of("secret", "token", "pushModule")).injectNull(0.05);
        Arbitrary<Field> field = Combinators.combine(name, Arbitraries.of("text-single", "hidden", "list-multi").injectNull(0.5),
            text.injectNull(0.8), text.list().ofMaxSize(4)).as(Field::new);
        return Combinators.combine(field.list().ofMaxSize(5), Arbitraries.integers().between(0, 5), Arbitraries.of(true, false))
            .as((fields, position, hidden) -> {
                List<Field> all = new ArrayList<>(fields);
                all.add(Math.min(position, fields.size()), hidden ? FORM_TYPE : new Field("FORM_TYPE", null, null, FORM_TYPE.values()));
                return all;
            });
    }
}
