using System.CommandLine;
using System.Text;
using Headrace.Calibration;
using Headrace.Calibration.Exporting;
using Headrace.Calibration.Pictures;
using Headrace.Calibration.Tables;
using Headrace.Charts;

namespace Headrace.Cli.Gauge;

/// <summary><c>headrace gauge calibrate</c>: counts of water pixels and a gauge's readings → a regressor that the gauge function runs.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var options = new CalibrateOptions();
        var command = new DocumentedCommand("calibrate", "Train a random forest that turns a site's water pixels into its stage, from a nearby gauge's readings.", """
            Examples:
              headrace gauge calibrate --pairs firstdamsite.csv --gauge USGS_FD.csv --out regressor.onnx
              headrace gauge calibrate --pairs counts.csv --gauge stage.csv --out regressor.onnx --pairs-zone UTC --gauge-zone America/Denver
              headrace gauge calibrate --pairs counts.csv --gauge stage.csv --out r.onnx --roi left,right --gauge-column level --gauge-unit cm
              headrace gauge calibrate --pairs counts.csv --gauge stage.csv --out r.onnx --min-iou 0.9 --daylight 9-17 --iqr 1.5 --split latest
              headrace gauge calibrate --pairs counts.csv --gauge stage.csv --out r.onnx --discharge flow.csv --json

            Tables are CSV (comma, semicolon or tab); the defaults of columns are those of images_segmented and of USGS's instantaneous values.
            Each image is joined with the reading nearest in time. Then rows are left out, in the order of the options below; the report says how many by each.
            --iqr is off unless asked for: a flood is an outlier too. --split random tests on images between those that were learnt, latest on a season that was not.
            Beside the model it draws NAME-scatter.svg (predicted against observed) and NAME-hydrograph.svg (both over time).
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(options, parsed, cancellationToken)));
        return command;
    }

    private static int Run(CalibrateOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = Path.GetFullPath(parsed.GetRequiredValue(options.Out));
        var pictures = parsed.GetValue(options.Pictures) is { } folder ? Path.GetFullPath(folder) : Path.GetDirectoryName(model)!;
        foreach (var needed in (string[])[Path.GetDirectoryName(model)!, pictures])
        {
            // Said before the work, not after it.
            if (!Directory.Exists(needed))
            {
                throw new CommandException($"There is no folder {needed}.");
            }
        }

        try
        {
            var calibration = Calibration.Calibration.Run(options.Read(parsed), cancellationToken);
            var name = Path.GetFileNameWithoutExtension(model);
            List<string> written =
            [
                Write(model, RegressorModel.Of(calibration.Forest, calibration.Report).ToBytes()),
                Write(Path.Combine(pictures, $"{name}-scatter.svg"), Svg(ScatterPicture.Of(calibration))),
                Write(Path.Combine(pictures, $"{name}-hydrograph.svg"), Svg(HydrographPicture.Of(calibration))),
            ];
            if (parsed.GetValue(options.Rows) is { } rows)
            {
                using var text = new StringWriter();
                RowsFile.Write(text, calibration);
                written.Add(Write(Path.GetFullPath(rows), Encoding.UTF8.GetBytes(text.ToString())));
            }

            Console.Out.WriteLine(parsed.GetValue(options.Json) ? calibration.Report.ToJson() : CalibrationText.Of(calibration.Report));
            foreach (var file in written)
            {
                Console.Error.WriteLine($"headrace: wrote {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
            }

            return HeadraceCommand.Succeeded;
        }
        catch (CalibrationException failure)
        {
            throw new CommandException(failure.Message, failure);
        }
    }

    private static byte[] Svg(Chart chart) => Encoding.UTF8.GetBytes(chart.ToSvg());

    /// <summary>Whole or not at all: a function may be reading the file that stands there.</summary>
    private static string Write(string path, byte[] content)
    {
        try
        {
            var partial = path + ".partial";
            File.WriteAllBytes(partial, content);
            File.Move(partial, path, overwrite: true);
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be written: {failure.Message}", failure);
        }
    }
}
