using Headrace.Onnx;
using Headrace.Vision.Darknet;

namespace Headrace.Vision.Tests.Darknet;

public sealed class DarknetImporterTests
{
    [Fact]
    public void The_model_says_how_it_is_fed_and_read()
    {
        var cfg = Cfgs.Read("yolov4-tiny-like");
        using var model = OnnxModel.Open(DarknetImporter.Import(cfg, Cfgs.RandomWeights(cfg)).ToBytes());
        Assert.Equal("float32[N,3,96,160]", Assert.Single(model.Inputs).ToString());
        Assert.Equal("image", model.Inputs[0].Name);
        Assert.Equal("float32[N,900,8]", Assert.Single(model.Outputs).ToString());
        Assert.Equal("detections", model.Outputs[0].Name);
        Assert.Equal("darknet", model.Metadata["headrace.kind"]);
        Assert.Equal("stretch", model.Metadata["headrace.input"]);
        Assert.Equal("3", model.Metadata["headrace.classes"]);
        Assert.Equal("180,720", model.Metadata["headrace.rows"]);
        Assert.Equal("class_0\nclass_1\nclass_2", model.Metadata["names"]);
    }

    [Fact]
    public void Letter_boxing_and_names_are_passed_on()
    {
        var cfg = Cfgs.Read("new-coords").Replace("[net]", "[net]\nletter_box=1", StringComparison.Ordinal);
        var model = DarknetImporter.Import(cfg, Cfgs.RandomWeights(cfg), ["boat", "person", "tree", "log"]);
        Assert.Contains(new("headrace.input", "letterbox"), model.MetadataProps);
        Assert.Contains(new("names", "boat\nperson\ntree\nlog"), model.MetadataProps);
    }

    [Fact]
    public void Eighty_classes_without_names_are_cocos()
    {
        var cfg = Cfgs.Shared("yolo-fastest-1.1-xl/yolo-fastest-1.1-xl.cfg");
        var model = DarknetImporter.Import(cfg, File.ReadAllBytes(Cfgs.SharedPath("yolo-fastest-1.1-xl/yolo-fastest-1.1-xl.weights")));
        Assert.Equal(
            File.ReadAllText(Cfgs.SharedPath("yolo-fastest-1.1-xl/coco.names")).TrimEnd('\n'),
            model.MetadataProps.Single(entry => entry.Key == "names").Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Weights_of_either_header_are_read(int minor)
    {
        var cfg = Cfgs.Read("new-coords");
        var weights = Cfgs.RandomWeights(cfg);
        var with = minor == 2 ? weights : [.. weights[..16], .. weights[20..]];
        with[4] = (byte)minor;
        Assert.Equal(DarknetImporter.Import(cfg, weights).ToBytes(), DarknetImporter.Import(cfg, with).ToBytes());
    }

    [Theory]
    [InlineData("[yolo]", "[yola]", "line 20, [yola]: unknown layer; known are convolutional")]
    [InlineData("filters=18", "filters=17", "line 20, [yolo]: 17 channels come in; 2 anchors and 4 classes need 18")]
    [InlineData("activation=mish", "activation=mash", "line 13, [convolutional]: activation=mash is unknown; known are linear, leaky")]
    [InlineData("stride=4", "stride=0", "line 11, [convolutional]: stride=0 is outside 1 to")]
    [InlineData("stride=4", "stride=four", "line 11, [convolutional]: stride=four is not a whole number")]
    [InlineData("stride=4", "stride=4\nstride=2", "line 12, [convolutional]: stride is given twice, with different values")]
    [InlineData("stride=4", "stride=4\ndilation=2", "line 12, [convolutional]: dilation=2 is not implemented")]
    [InlineData("filters=16", "filters=", "line 9, [convolutional]: filters= is not a whole number")]
    [InlineData("filters=16", "", "line 7, [convolutional]: filters is missing")]
    [InlineData("filters=16", "filters=999999999", "line 9, [convolutional]: filters=999999999 is outside")]
    [InlineData("filters=16", "filters 16", "line 9, [convolutional]: neither a section nor key=value")]
    [InlineData("mask = 0,1", "mask = 0,2", "line 21, [yolo]: mask=2 is none of the 2 anchors")]
    [InlineData("23,27", "23", "line 22, [yolo]: 3 numbers for num=2 anchors of two each")]
    [InlineData("[yolo]", "[yolo", "line 20, [convolutional]: a section begins and does not end with ]")]
    [InlineData("[net]", "width=64\n[net]", "line 2: stands before any section")]
    [InlineData("[net]", "[not]", "line 2, [not]: the first section has to be [net]")]
    [InlineData("[yolo]", "[route]\nlayers=-3\n[yolo]", "line 21, [route]: layers=-3 leads before the first layer")]
    [InlineData("[yolo]", "[route]\nlayers=2\n[yolo]", "line 21, [route]: layers=2 leads to the layer itself: a cycle")]
    [InlineData("[yolo]", "[shortcut]\nfrom=3\n[yolo]", "line 21, [shortcut]: from=3 leads to layer 3, which comes after this one (2)")]
    [InlineData("[yolo]", "[shortcut]\nfrom=-1,-2\n[yolo]", "line 21, [shortcut]: from with several layers is not implemented")]
    [InlineData("[yolo]", "[upsample]\nstride=2\n[shortcut]\nfrom=-2\n[yolo]", "line 23, [shortcut]: the layer before has 32×16, the other 16×8")]
    [InlineData("[yolo]", "[maxpool]\nsize=40\nstride=1\npadding=0\n[yolo]", "line 20, [maxpool]: nothing is left of the image")]
    [InlineData("new_coords=1", "new_coords=1\n[convolutional]\nsize=1\nfilters=1", "line 27, [convolutional]: takes the output of layer 2, [yolo] at line 20, which are detections")]
    [InlineData("width=64", "width=64000000", "line 3, [net]: width=64000000 is outside")]
    public void A_cfg_that_cannot_be_imported_says_where(string part, string instead, string message)
    {
        var cfg = Cfgs.Read("new-coords");
        var error = Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg.Replace(part, instead, StringComparison.Ordinal), Cfgs.RandomWeights(cfg)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_weights_name_the_layer_they_end_in()
    {
        var cfg = Cfgs.Read("new-coords");
        var weights = Cfgs.RandomWeights(cfg);
        var error = Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, weights.AsMemory(0, weights.Length - 1)));
        Assert.Equal("convolutional", error.Section);
        Assert.Equal((15, DarknetFile.Weights), (error.Line, error.File));
        Assert.Contains("the weights are truncated: 288 numbers (weights) are due at byte", error.Message);
        Assert.Equal("the weights end inside their header: 8 bytes in all", Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, weights.AsMemory(0, 8))).Message);
        Assert.Equal("the weights end inside their header: 18 bytes in all", Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, weights.AsMemory(0, 18))).Message);
    }

    [Fact]
    public void Bytes_left_over_are_an_error()
    {
        var cfg = Cfgs.Read("new-coords");
        byte[] weights = [.. Cfgs.RandomWeights(cfg), 0, 0, 0];
        Assert.StartsWith("line 20, [yolo]: 3 bytes of weights are left after the last layer", Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_kind_are_named()
    {
        var cfg = Cfgs.Read("new-coords");
        var weights = Cfgs.RandomWeights(cfg);
        "PNG!"u8.CopyTo(weights);
        Assert.StartsWith("weights of version", Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_have_to_be_as_many_as_classes()
    {
        var cfg = Cfgs.Read("new-coords");
        Assert.Equal("line 23, [yolo]: 1 names were given for classes=4", Assert.Throws<DarknetException>(() => DarknetImporter.Import(cfg, Cfgs.RandomWeights(cfg), ["boat"])).Message);
    }

    [Fact]
    public void A_cfg_without_anything() => Assert.Equal("the cfg has no section: it has to begin with [net]", Assert.Throws<DarknetException>(() => DarknetImporter.Import("# nothing\n", new byte[20])).Message);
}
