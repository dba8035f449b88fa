using System.Text;

namespace Headrace.Vision.Tests.Darknet;

/// <summary>Published networks, laid out from their building blocks. Their weights' lengths are those of the published files.</summary>
internal static class RealNetworks
{
    private const string Yolov3Anchors = "10,13, 16,30, 33,23, 30,61, 62,45, 59,119, 116,90, 156,198, 373,326";
    private const string TinyAnchors = "10,14, 23,27, 37,58, 81,82, 135,169, 344,319";

    /// <summary>Darknet-53 and three heads.</summary>
    public static string Yolov3(int side)
    {
        var cfg = Net(side);
        Convolution(cfg, 32, 3);
        foreach (var (filters, blocks) in ((int, int)[])[(64, 1), (128, 2), (256, 8), (512, 8), (1024, 4)])
        {
            Convolution(cfg, filters, 3, stride: 2);
            for (var block = 0; block < blocks; block++)
            {
                Convolution(cfg, filters / 2, 1);
                Convolution(cfg, filters, 3);
                cfg.Append("[shortcut]\nfrom=-3\nactivation=linear\n");
            }
        }

        Neck(cfg, 512);
        Head(cfg, "6,7,8", Yolov3Anchors, 9, "").Append("[route]\nlayers = -4\n");
        Convolution(cfg, 256, 1);
        cfg.Append("[upsample]\nstride=2\n[route]\nlayers = -1, 61\n");
        Neck(cfg, 256);
        Head(cfg, "3,4,5", Yolov3Anchors, 9, "").Append("[route]\nlayers = -4\n");
        Convolution(cfg, 128, 1);
        cfg.Append("[upsample]\nstride=2\n[route]\nlayers = -1, 36\n");
        Neck(cfg, 128);
        return Head(cfg, "0,1,2", Yolov3Anchors, 9, "").ToString();
    }

    /// <summary>Three cross-stage partial blocks and two heads.</summary>
    public static string Yolov4Tiny(int side)
    {
        var cfg = Net(side);
        Convolution(cfg, 32, 3, stride: 2);
        Convolution(cfg, 64, 3, stride: 2);
        foreach (var filters in (int[])[64, 128, 256])
        {
            Convolution(cfg, filters, 3);
            cfg.Append("[route]\nlayers=-1\ngroups=2\ngroup_id=1\n");
            Convolution(cfg, filters / 2, 3);
            Convolution(cfg, filters / 2, 3);
            cfg.Append("[route]\nlayers = -1,-2\n");
            Convolution(cfg, filters, 1);
            cfg.Append("[route]\nlayers = -6,-1\n[maxpool]\nsize=2\nstride=2\n");
        }

        Convolution(cfg, 512, 3);
        Convolution(cfg, 256, 1);
        Convolution(cfg, 512, 3);
        Head(cfg, "3,4,5", TinyAnchors, 6, "scale_x_y = 1.05\n").Append("[route]\nlayers = -4\n");
        Convolution(cfg, 128, 1);
        cfg.Append("[upsample]\nstride=2\n[route]\nlayers = -1, 23\n");
        Convolution(cfg, 256, 3);
        return Head(cfg, "1,2,3", TinyAnchors, 6, "scale_x_y = 1.05\n").ToString();
    }

    private static StringBuilder Net(int side) => new($"[net]\nwidth={side}\nheight={side}\nchannels=3\n");

    private static void Neck(StringBuilder cfg, int filters)
    {
        for (var i = 0; i < 3; i++)
        {
            Convolution(cfg, filters, 1);
            Convolution(cfg, filters * 2, 3);
        }
    }

    private static void Convolution(StringBuilder cfg, int filters, int size, int stride = 1) =>
        cfg.Append($"[convolutional]\nbatch_normalize=1\nfilters={filters}\nsize={size}\nstride={stride}\npad=1\nactivation=leaky\n");

    private static StringBuilder Head(StringBuilder cfg, string mask, string anchors, int count, string further) =>
        cfg.Append($"[convolutional]\nsize=1\nstride=1\npad=1\nfilters=255\nactivation=linear\n[yolo]\nmask = {mask}\nanchors = {anchors}\nclasses=80\nnum={count}\n{further}");
}
