using Headrace.Vision.Decoding;
using Headrace.Vision.Limits;
using Headrace.Vision.Pipelines;
using Headrace.Vision.Resampling;
using Headrace.Vision.Writing;

namespace Headrace.Vision.Preprocess;

/// <summary>Any image → gray, one size: what Pillow's <c>convert("L").resize((width, height))</c> gives.</summary>
public static class PreprocessPipeline
{
    public static Pipeline Create(PreprocessOptions options) => new(
        new Identify(),
        new LimitSize(options.MaximumPixels, options.MaximumMemory, options.Width, options.Height),
        new OpenGray(options.Width, options.Height),
        new Stretch(options.Width, options.Height),
        new Encode(options.Quality));
}
