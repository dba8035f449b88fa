using System.Globalization;
using Headrace.Gauge.Sites;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Tests.Sites;

public sealed class SiteFileTests
{
    private const string Yaml = """
        # Two rivers.
        defaults:
          model: water.onnx
          segmentation_size: [1920, 1080]
        sites:
          - id: site001
            bucket: site001-image
            mask_size: [320, 192]
            rois:
              - [[116, 335], [328, 548], [222, 654], [10, 441]]
              - [[1220, 460], [1480, 340], [1670, 410], [1420, 580]]
            regressor: stage.onnx
            ground_truth: truth.png
            iou_threshold: 0.85
            time_zone: America/Denver
            largest_region: true
          - id: site002
            bucket: shared
            prefix: two/
            model: encoder.onnx
            mask_decoder: decoder.onnx
            prompt: box
            mean: [123.675, 116.28, 103.53]
            scale: 0.017
            rois: [[[0, 0], [9, 0], [9, 9]], [[20, 0], [29, 0], [29, 9]]]
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var sites = SiteFile.Read("sites.yaml", Yaml).Sites;

        var first = sites[0];
        Assert.Equal(("site001", "site001-image", "", "water.onnx", null), (first.Id, first.Bucket, first.Prefix, first.Model, first.MaskDecoder));
        Assert.Equal(new SegmenterSettings(320, 192), first.Segmentation);
        Assert.Equal((1920, 1080), (first.SegmentationWidth, first.SegmentationHeight));
        Assert.Equal(new PolygonPoint(1480, 340), first.Rois[1][1]);
        Assert.Equal(("stage.onnx", "truth.png", 0.85, "America/Denver", true), (first.Regressor, first.GroundTruth, first.IouThreshold, first.TimeZone.Id, first.LargestRegion));
        var second = sites[1];
        Assert.Equal(("shared", "two/", "encoder.onnx", "decoder.onnx"), (second.Bucket, second.Prefix, second.Model, second.MaskDecoder));
        Assert.Equal(new SegmenterSettings(1024, 1024, Mean: (123.675f, 116.28f, 103.53f), Scale: (0.017f, 0.017f, 0.017f), WholeImageBox: true), second.Segmentation);
        Assert.Equal((null, null, 0.9, "UTC", false), (second.Regressor, second.GroundTruth, second.IouThreshold, second.TimeZone.Id, second.LargestRegion));
    }

    [Fact]
    public void JSON_says_the_same_as_YAML_and_null_the_same_as_nothing()
    {
        var site = Assert.Single(SiteFile.Read("sites.json", """
            {"sites":[{"id":"site001","bucket":"site001-image","model":"water.onnx","mask_size":[320,192],"segmentation_size":[1920,1080],
              "rois":[[[116,335],[328,548],[222,654],[10,441]],[[1220,460],[1480,340],[1670,410],[1420,580]]],
              "regressor":null,"ground_truth":"truth.png","iou_threshold":0.85,"time_zone":"America/Denver","largest_region":true}]}
            """).Sites);
        var other = SiteFile.Read("sites.yaml", Yaml).Sites[0];

        Assert.Equal(other with { Rois = site.Rois, Regressor = null }, site);
        Assert.Equal(other.Rois.SelectMany(roi => roi), site.Rois.SelectMany(roi => roi));
    }

    [Fact]
    public void A_file_of_one_site_and_a_bare_list_are_configurations_too()
    {
        const string One = "{id: a, bucket: b, model: m.onnx, segmentation_size: 64, rois: [[[0,0],[9,0],[9,9]],[[0,0],[9,0],[9,9]]]}";

        Assert.Equal("a", Assert.Single(SiteFile.Read("one.yaml", One).Sites).Id);
        Assert.Equal("a", Assert.Single(SiteFile.Read("list.yaml", $"- {One}").Sites).Id);
    }

    [Theory]
    [InlineData("id: a", "", "site sites[0]: id: missing")]
    [InlineData("bucket: b", "", "site a: bucket: missing; a site has a bucket, or a prefix, or both")]
    [InlineData("model: m.onnx", "", "site a: model: missing")]
    [InlineData("segmentation_size: [640, 480]", "", "site a: segmentation_size: missing")]
    [InlineData("segmentation_size: [640, 480]", "segmentation_size: [640]", "site a: segmentation_size: is [width, height], or one number for both, of 1 to 8192 pixels")]
    [InlineData("segmentation_size: [640, 480]", "segmentation_size: [640, 100000]", "site a: segmentation_size: is [width, height], or one number for both, of 1 to 8192 pixels")]
    [InlineData("model: m.onnx", "model: gone.onnx", "site a: model: there is no file gone.onnx")]
    [InlineData("model: m.onnx", "{model: m.onnx}", "not YAML")]
    [InlineData("bucket: b", "bucket: b\nbuckett: c", "site a: buckett: unknown field; there are: id, bucket")]
    [InlineData("bucket: b", "bucket: b\ntime_zone: Mars/Olympus", "site a: time_zone: there is no time zone Mars/Olympus")]
    [InlineData("bucket: b", "bucket: b\niou_threshold: 90", "site a: iou_threshold: '90' is not a number from 0 to 1")]
    [InlineData("bucket: b", "bucket: b\nwater_class: -1", "site a: water_class: '-1' is not the number of a class, from 0")]
    [InlineData("bucket: b", "bucket: b\nmean: [1, 2]", "site a: mean: is one number, or three for red, green and blue")]
    [InlineData("bucket: b", "bucket: b\nscale: one", "site a: scale: is one number, or three for red, green and blue")]
    [InlineData("bucket: b", "bucket: b\nprompt: everything", "site a: prompt: 'everything' is neither none nor box")]
    [InlineData("bucket: b", "bucket: b\nlargest_region: maybe", "site a: largest_region: 'maybe' is neither true nor false")]
    [InlineData("bucket: b", "bucket: [b]", "site a: bucket: is not a text")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [99, 0]", "site a: rois[0]: a polygon of 2 points; it needs 3")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [640, 0], [99, 99]", "site a: rois[0]: [640, 0] is outside the frame of 640x480")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [99, -1], [99, 99]", "site a: rois[0]: [99, -1] is outside the frame of 640x480")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [99, 0], [0, 99], [99, 99]", "site a: rois[0]: the side from [99, 0] to [0, 99] meets the side from [99, 99] to [0, 0]: the polygon crosses itself")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [99, 0], [50, 0]", "site a: rois[0]: the side from [0, 0] to [99, 0] meets the side from [99, 0] to [50, 0]: the polygon crosses itself")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [0, 0], [99, 99]", "site a: rois[0]: [0, 0] stands there twice in a row")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "[0, 0], [99, 0.5], [99, 99]", "site a: rois[0]: is a list of 3 to 1000 points [x, y] in whole pixels")]
    [InlineData("[0, 0], [99, 0], [99, 99]", "5", "site a: rois[0]: is a list of 3 to 1000 points [x, y] in whole pixels")]
    public void A_fault_names_site_and_field(string good, string bad, string message)
    {
        const string Good = """
            id: a
            bucket: b
            model: m.onnx
            segmentation_size: [640, 480]
            rois:
              - [[0, 0], [99, 0], [99, 99]]
              - [[200, 0], [299, 0], [299, 99]]
            """;
        static bool Exists(string field, string file) => file != "gone.onnx";
        Assert.Single(SiteFile.Read("sites.yaml", Good, Exists).Sites);

        // Inside a polygon's brackets the text is replaced, else the whole line.
        var text = good.StartsWith('[') ? Good.Replace(good, bad == "5" ? "" : bad).Replace("- []", "- 5") : Good.Replace(good, bad);
        var failure = Assert.Throws<SiteConfigurationException>(() => SiteFile.Read("sites.yaml", text, Exists));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("sites.yaml: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sites_have_neither_id_nor_place_in_common()
    {
        static string Sites(params string[] heads) => string.Concat(heads.Select(head => $"- {{{head}, model: m, segmentation_size: 64, rois: [[[0,0],[9,0],[9,9]],[[0,0],[9,0],[9,9]]]}}\n"));

        Assert.Contains("site a: id: another site has it too", Fault(Sites("id: a, bucket: b", "id: a, bucket: c")), StringComparison.Ordinal);
        Assert.Contains("site c: bucket: site a has b too", Fault(Sites("id: a, bucket: b", "id: c, bucket: b")), StringComparison.Ordinal);
        Assert.Contains("site c: bucket: site a has b too, with the prefix p/", Fault(Sites("id: a, bucket: b, prefix: p/", "id: c, bucket: b, prefix: p/")), StringComparison.Ordinal);
        Assert.Contains("site c: prefix: site a has p/ too", Fault(Sites("id: a, prefix: p/", "id: c, prefix: p/")), StringComparison.Ordinal);
        Assert.Equal(3, SiteFile.Read("s", Sites("id: a, bucket: b", "id: c, bucket: b, prefix: p/", "id: d, prefix: p/")).Sites.Length);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("sites: []", "sites: there are none")]
    [InlineData("sites: 5", "sites: is not a list")]
    [InlineData("sites: [5]", "site sites[0]: a site is a mapping of fields")]
    [InlineData("sitez: []\nsites: []", "sitez: unknown field; there are: sites, defaults")]
    [InlineData("5", "the file is a mapping with the list sites, that list alone, or one site's fields")]
    [InlineData("{\"sites\": [", "not JSON")]
    [InlineData("a: b: c", "not YAML: line 1")]
    [InlineData("---\na: 1\n---\nb: 2", "more than one YAML document")]
    public void What_is_no_configuration_is_refused(string text, string message) => Assert.Contains(message, Fault(text), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_is_told_and_the_message_stays_short()
    {
        var sites = string.Concat(Enumerable.Range(0, 300).Select(number => string.Create(CultureInfo.InvariantCulture, $"- {{id: s{number}}}\n")));
        var failure = Assert.Throws<SiteConfigurationException>(() => SiteFile.Read("sites.yaml", sites));

        Assert.Equal(300 * 4, failure.Faults.Length);
        Assert.EndsWith("and 1195 more", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_that_unfolds_to_a_huge_one_is_refused()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(level => string.Create(
            CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n")));

        Assert.Contains("more than 2000000 parts", Fault(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_belongs_to_the_site_of_its_bucket_with_the_longest_prefix_that_fits()
    {
        static string Site(string head) => $"- {{{head}, model: m, segmentation_size: 64, rois: [[[0,0],[9,0],[9,9]],[[0,0],[9,0],[9,9]]]}}\n";
        var sites = SiteFile.Read("s", Site("id: a, bucket: b") + Site("id: c, bucket: b, prefix: c/") + Site("id: d, bucket: b, prefix: c/d/") + Site("id: e, prefix: e/"));

        Assert.Equal("a", sites.Find("b", "x.jpg")?.Id);
        Assert.Equal("c", sites.Find("b", "c/x.jpg")?.Id);
        Assert.Equal("d", sites.Find("b", "c/d/x.jpg")?.Id);
        Assert.Equal("e", sites.Find("anywhere", "e/x.jpg")?.Id);
        Assert.Null(sites.Find("anywhere", "x.jpg"));
    }

    [Fact]
    public void One_site_can_be_a_functions_variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["SITE_ID"] = "a",
            ["SITE_BUCKET"] = "b",
            ["SITE_MODEL"] = "m.onnx",
            ["SITE_SEGMENTATION_SIZE"] = "[64, 48]",
            ["SITE_ROIS"] = "[[[0,0],[9,0],[9,9]],[[20,0],[29,0],[29,9]]]",
            ["SITE_IOU_THRESHOLD"] = "0.5",
        };
        var site = Assert.Single(SiteVariables.Read(variables.GetValueOrDefault)!.Sites);

        Assert.Equal(("a", "b", 48, 0.5, 2), (site.Id, site.Bucket, site.SegmentationHeight, site.IouThreshold, site.Rois.Length));
        Assert.Null(SiteVariables.Read(_ => null));
        variables["SITE_ROIS"] = "[[[0,0],[9,0],[9,99]],[[20,0],[29,0],[29,9]]]";
        Assert.Equal(
            "SITE_ variables: site a: rois[0]: [9, 99] is outside the frame of 64x48",
            Assert.Throws<SiteConfigurationException>(() => SiteVariables.Read(variables.GetValueOrDefault)).Message);
    }

    private static string Fault(string text) => Assert.Throws<SiteConfigurationException>(() => SiteFile.Read("s", text)).Message;
}
