using Headrace.Bootstrap.Handlers;
using Headrace.Bootstrap.Models;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Bootstrap.Tables;
using Headrace.Gauge.Rows;
using Headrace.Vision.Decoding;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.Gauge;

/// <summary>Puts the gauge function together from its environment.</summary>
internal static class GaugeFunction
{
    /// <exception cref="HandlerException">The configuration is not usable.</exception>
    public static Handler Create(Func<string, string?> variable, Func<S3Client> s3, RequestSigner signer)
    {
        var settings = GaugeSettings.Read(variable);
        Inference.Begin();
        var client = s3();
        var files = new SiteFiles(variable, s3);
        var sites = new SiteSource(settings, variable, client, files, TimeProvider.System);
        var decoder = new RgbDecoder(settings.MaximumPixels, settings.MaximumMemory);
        var assets = new SiteAssets(settings, client, files, decoder);
        if (sites.Catalogue.Sites.Select(site => (site.Model, site.MaskDecoder, site.Segmentation)).Distinct().Count() == 1)
        {
            // Whichever site is the first: the model is open before its picture comes.
            _ = assets.Segmenter(sites.Catalogue.Sites[0]);
        }

        return new GaugeHandler(settings, sites, assets, decoder, client, Rows(settings, variable, signer), TimeProvider.System).Handle;
    }

    private static IImageRows Rows(GaugeSettings settings, Func<string, string?> variable, RequestSigner signer)
    {
        try
        {
            return PostgresSettings.Read(variable) is { } database
                ? new PostgresRows(database, TimeProvider.System, StandardOutput.WriteLine)
                : new TableRows(new TableClient(new Variables(variable).Endpoint("DYNAMODB"), signer), settings.Table);
        }
        catch (FormatException fault)
        {
            throw new HandlerException("BadConfiguration", fault.Message, fault);
        }
    }
}
