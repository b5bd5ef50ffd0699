import java.io.File;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.verapdf.features.FeatureFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.metadata.fixer.FixerFactory;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;
import org.verapdf.processor.BatchProcessingHandler;
import org.verapdf.processor.BatchProcessor;
import org.verapdf.processor.FormatOption;
import org.verapdf.processor.ProcessorConfig;
import org.verapdf.processor.ProcessorFactory;
import org.verapdf.processor.TaskType;
import org.verapdf.processor.plugins.PluginsCollectionConfig;

/** The command of veraPDF, as far as we ask for it: --format xml --flavour NAME FILE..., with veraPDF's own report. */
public final class VeraPdf {
  public static void main(String[] words) throws Exception {
    if (words.length < 5 || !"--format".equals(words[0]) || !"xml".equals(words[1]) || !"--flavour".equals(words[2])) {
      System.err.println("--format xml --flavour NAME FILE...");
      System.exit(2);
    }
    List<File> files = Arrays.stream(words).skip(4).map(File::new).collect(Collectors.toList());
    VeraGreenfieldFoundryProvider.initialise();
    ProcessorConfig config = ProcessorFactory.fromValues(
        ValidatorConfigBuilder.defaultBuilder().flavour(PDFAFlavour.byFlavourId(words[3])).build(),
        FeatureFactory.defaultConfig(), PluginsCollectionConfig.defaultConfig(), FixerFactory.defaultConfig(),
        EnumSet.of(TaskType.VALIDATE));
    PrintStream out = System.out;
    try (BatchProcessor processor = ProcessorFactory.fileBatchProcessor(config)) {
      // Not closed: its writer is gone by then, and closing it throws.
      BatchProcessingHandler handler = ProcessorFactory.getHandler(FormatOption.XML, false, out, false);
      processor.process(files, handler);
    }
    out.flush();
    System.exit(0);
  }
}
