using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.S3;
using Xunit;

namespace Headrace.Wire.Tests.S3;

public sealed class DocumentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<Delete>")]
    [InlineData("<Delete><Object><Key>k</Key></Object></Wrong>")]
    [InlineData("<Other/>")]
    [InlineData("<!DOCTYPE Delete [<!ENTITY x \"boom\">]><Delete><Object><Key>&x;</Key></Object></Delete>")]
    [InlineData("<!DOCTYPE Delete SYSTEM \"file:///etc/passwd\"><Delete><Object><Key>k</Key></Object></Delete>")]
    public void What_is_not_the_document_is_malformed(string document) =>
        Assert.Equal("MalformedXML", Assert.Throws<S3DocumentException>(() => DeleteRequest.Parse(Bytes(document))).Code);

    [Fact]
    public void Elements_are_found_with_and_without_the_namespace()
    {
        var plain = DeleteRequest.Parse(Bytes("<Delete><Quiet>true</Quiet><Object><Key>a&amp;b</Key><VersionId>v</VersionId></Object></Delete>"));
        var named = DeleteRequest.Parse(Bytes($"<Delete xmlns=\"{S3Xml.Namespace}\"><Quiet>true</Quiet><Object><Key>a&amp;b</Key><VersionId>v</VersionId></Object></Delete>"));

        Assert.Equal(plain.Objects, named.Objects);
        Assert.Equal(new DeleteRequest.Identifier("a&b", "v", null), Assert.Single(plain.Objects));
        Assert.True(plain.Quiet && named.Quiet);
    }

    [Fact]
    public void A_deletion_names_one_to_a_thousand_objects()
    {
        static string Of(int count) => "<Delete>" + string.Concat(Enumerable.Range(0, count).Select(number => $"<Object><Key>{number}</Key></Object>")) + "</Delete>";

        Assert.Equal(1000, DeleteRequest.Parse(Bytes(Of(1000))).Objects.Count);
        Assert.Throws<S3DocumentException>(() => DeleteRequest.Parse(Bytes(Of(0))));
        Assert.Throws<S3DocumentException>(() => DeleteRequest.Parse(Bytes(Of(1001))));
    }

    [Fact]
    public void Tags_come_back_as_they_were_written() => Prop.ForAll(
        Arb.From(Gen.Elements("site", "Größe", "a b", "x:y/z=1+2-3@4", "数").ArrayOf().Select(keys => keys.Distinct().Take(10).Select((key, index) => KeyValuePair.Create(key, "v" + index)).ToArray())),
        tags => Tagging.Parse(Tagging.Write(tags), Tagging.MaxObjectTags).SequenceEqual(tags)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("k=v", "k", "v")]
    [InlineData("a%20b=c+d", "a b", "c d")]
    [InlineData("flag", "flag", "")]
    public void Tags_come_in_a_header_too(string header, string key, string value) => Assert.Equal(new(key, value), Assert.Single(Tagging.ParseHeader(header)));

    [Fact]
    public void More_than_ten_tags_are_too_many_for_an_object() =>
        Assert.Equal("BadRequest", Assert.Throws<S3DocumentException>(() => Tagging.ParseHeader(string.Join('&', Enumerable.Range(0, 11).Select(number => $"k{number}=v")))).Code);

    [Fact]
    public void Cors_rules_come_back_as_they_were_written()
    {
        var rules = new CorsConfiguration([new("one", ["*"], ["GET", "PUT"], ["https://*.example.com"], ["ETag"], 600), new(null, [], ["POST"], ["*"], [], null)]);

        var read = CorsConfiguration.Parse(rules.Write());

        Assert.Equal(Encoding.UTF8.GetString(rules.Write()), Encoding.UTF8.GetString(read.Write()));
        Assert.Equal("https://*.example.com", read.Rules[0].AllowedOrigins[0]);
    }

    [Theory]
    [InlineData("https://a.example.com", "GET", "x-one", "one")]
    [InlineData("https://a.example.com", "POST", "", "two")]
    [InlineData("https://example.com", "GET", "", null)]
    [InlineData("https://a.example.com", "DELETE", "", null)]
    [InlineData("https://a.example.com", "POST", "x-one", null)]
    public void The_first_rule_that_fits_decides(string origin, string method, string header, string? rule)
    {
        var configuration = new CorsConfiguration([new("one", ["X-*"], ["GET"], ["https://*.example.com"], [], null), new("two", [], ["POST"], ["https://a.example.com"], [], null)]);

        Assert.Equal(rule, configuration.Match(origin, method, header.Length == 0 ? [] : [header])?.Id);
    }

    [Fact]
    public void An_acl_comes_back_as_it_was_written()
    {
        var owner = new string('a', 64);
        var acl = AccessControlPolicy.Canned("public-read-write", owner)!;

        var read = AccessControlPolicy.Parse(acl.Write());

        Assert.Equal((acl.OwnerId, acl.Grants.Count), (read.OwnerId, read.Grants.Count));
        Assert.Equal(acl.Grants, read.Grants);
        Assert.Equal([false, true, true], read.Grants.Select(grant => grant.IsPublic));
    }

    [Theory]
    [InlineData("<Rule><Status>Enabled</Status><Filter><Prefix>a</Prefix></Filter><Expiration><Days>0</Days></Expiration></Rule>", "InvalidArgument")]
    [InlineData("<Rule><Status>on</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Filter/></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Filter/><Expiration><Days>1</Days></Expiration><Unknown/></Rule>", "MalformedXML")]
    [InlineData("", "MalformedXML")]
    public void A_lifecycle_that_makes_no_sense_is_refused(string rules, string code) => Assert.Equal(
        code, Assert.Throws<S3DocumentException>(() => LifecycleConfiguration.Normalize(Bytes($"<LifecycleConfiguration>{rules}</LifecycleConfiguration>"), () => "id")).Code);

    [Fact]
    public void A_rule_without_an_id_gets_one() => Assert.Contains(
        "<ID>made</ID>",
        Encoding.UTF8.GetString(LifecycleConfiguration.Normalize(
            Bytes("<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"), () => "made")),
        StringComparison.Ordinal);

    [Fact]
    public void Characters_that_xml_has_only_as_references_pass_both_ways()
    {
        var written = S3Xml.Write("R", writer => writer.Element("Key", "a\u0001\r\n<&>b"));

        Assert.Contains("a&#x1;&#xD;", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.Equal("a\u0001\r\n<&>b", S3Xml.Parse(written, "R").Text("Key"));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
