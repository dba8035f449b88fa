using System.Text;

namespace Headrace.Bench.Detect;

/// <summary>The network of yolov3-tiny as a Darknet cfg: 13 convolutions, 5.6 GFLOPs at 416×416.</summary>
internal static class Yolov3Tiny
{
    public const int Side = 416;

    public static string Cfg
    {
        get
        {
            var cfg = new StringBuilder($"[net]\nwidth={Side}\nheight={Side}\nchannels=3\n");
            foreach (var filters in (int[])[16, 32, 64, 128, 256])
            {
                Convolution(cfg, filters, 3).Append("[maxpool]\nsize=2\nstride=2\n");
            }

            Convolution(cfg, 512, 3).Append("[maxpool]\nsize=2\nstride=1\n");
            Convolution(cfg, 1024, 3);
            Convolution(cfg, 256, 1);
            Convolution(cfg, 512, 3);
            Head(cfg, "3,4,5").Append("[route]\nlayers=-4\n");
            Convolution(cfg, 128, 1).Append("[upsample]\nstride=2\n[route]\nlayers=-1,8\n");
            Convolution(cfg, 256, 3);
            return Head(cfg, "0,1,2").ToString();
        }
    }

    private static StringBuilder Convolution(StringBuilder cfg, int filters, int size) =>
        cfg.Append($"[convolutional]\nbatch_normalize=1\nfilters={filters}\nsize={size}\nstride=1\npad=1\nactivation=leaky\n");

    private static StringBuilder Head(StringBuilder cfg, string mask) =>
        cfg.Append($"[convolutional]\nsize=1\nstride=1\npad=1\nfilters=255\nactivation=linear\n[yolo]\nmask={mask}\nanchors=10,14,23,27,37,58,81,82,135,169,344,319\nclasses=80\nnum=6\n");
}
