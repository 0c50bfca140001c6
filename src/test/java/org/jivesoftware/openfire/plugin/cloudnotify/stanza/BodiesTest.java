package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several bodies is shown: the stanza's own, and of these the one for all languages (RFC 6121 §5.2.3). */
class BodiesTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "<body xmlns='urn:example:other'>foreign</body><body>own</body>, own",
        "<body xmlns='urn:example:other'>foreign</body>,",
        "<body xml:lang='de'>Hallo</body><body>Hello</body>, Hello",
        "<body>Hello</body><body xml:lang='de'>Hallo</body>, Hello",
        "<body>Hello</body><body>Bye</body>, Hello",
        "<body xml:lang='de'>Hallo</body><body xml:lang='fr'>Salut</body>, Hallo",
        "<body xml:lang='de'>Hallo</body><body/>, Hallo",
        "<body/><body xml:lang='de'>Hallo</body><body>Hello</body>, Hello"
    })
    void theOwnOneForAllLanguages(String children, String body) {
        assertEquals(body, new StanzaReader("example.org").read(Xml.chat(children)).body());
    }
}
