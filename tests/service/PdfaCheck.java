import java.io.File;
import java.io.IOException;
import org.apache.pdfbox.preflight.Format;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/**
 * Validates many files against PDF/A-1b in one Java machine, one line a file:
 * the file's place in the arguments (from 0), a tab, "VALID" or the errors found.
 */
public final class PdfaCheck {
    private static final int MOST_ERRORS = 8;

    public static void main(String[] files) throws IOException {
        for (int place = 0; place < files.length; place++) {
            System.out.println(place + "\t" + verdict(validated(new File(files[place]))));
        }
    }

    private static ValidationResult validated(File file) throws IOException {
        try {
            PreflightParser parser = new PreflightParser(file);
            parser.parse(Format.PDF_A1B);
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException error) { // too broken to be parsed at all
            return error.getResult();
        }
    }

    private static String verdict(ValidationResult result) {
        if (result.isValid()) {
            return "VALID";
        }
        StringBuilder errors = new StringBuilder();
        result.getErrorsList().stream()
            .limit(MOST_ERRORS)
            .forEach(error -> errors.append(error.getErrorCode()).append(' ')
                .append(error.getDetails().replaceAll("\\s+", " ")).append("; "));
        return errors.toString();
    }
}
