using FsCheck;
using FsCheck.Fluent;
using Headrace.Apis.Templates;

namespace Headrace.Apis.Tests;

public sealed class VelocityTemplateTests
{
    [Theory]
    [InlineData("plain $ text # here", "plain $ text # here")]
    [InlineData("$input.json('$.a')", "[1,{\"b\":\"c\"}]")]
    [InlineData("$input.path('$.a[1].b')", "c")]
    [InlineData("$input.json('$.a[*].b')", "[\"c\"]")]
    [InlineData("#set($n = 2 + 3 * 4)$n", "14")]
    [InlineData("#set($n = 7 / 0)$!n", "")]
    [InlineData("$none $!none ${none}", "$none  ${none}")]
    [InlineData("#if(1 > 2)a#elseif(!false && 'x' == \"x\")b#{else}c#end", "b")]
    [InlineData("#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end", "1,2,3")]
    [InlineData("#set($m = {'k': [1, 'two']})$m.k[1] $m.size()", "two 1")]
    [InlineData("## gone\nkept #* gone *#too", "kept too")]
    [InlineData("$util.escapeJavaScript('a\"b')", "a\\\"b")]
    [InlineData("$util.base64Decode($util.base64Encode('x y')) $util.urlEncode('x y')", "x y x+y")]
    public void Templates_render_as_Velocity_does(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("#macro(m)#end", false)]
    [InlineData("$input.getClass()", false)]
    [InlineData("#if($a", true)]
    [InlineData("#foreach($i in [1])", true)]
    [InlineData("text #end", true)]
    public void What_cannot_be_run_is_refused_before_it_is(string template, bool isSyntax) =>
        Assert.Equal(isSyntax, Assert.Throws<TemplateException>(() => VelocityTemplate.Parse(template)).IsSyntax);

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.Throws<TemplateException>(() => VelocityTemplate.Parse("#set($x = " + new string('(', 100_000) + "1" + new string(')', 100_000) + ")"));

    [Fact]
    public void Any_text_renders_or_is_refused() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => text.Get).Or(Gen.Elements("$", "#", "{", "}", "(", ")", "set", "if", "end", "input", ".", "'", " ", "1").ListOf().Select(string.Concat)).ToArbitrary(),
        static text =>
        {
            try
            {
                Render(text);
            }
            catch (TemplateException)
            {
                // Refused: so it may be.
            }
        }).QuickCheckThrowOnFailure();

    private static string Render(string template) => VelocityTemplate.Parse(template).Render(new Dictionary<string, object?>
    {
        ["input"] = new TemplateInput("""{"a":[1,{"b":"c"}]}""", new Dictionary<string, IReadOnlyDictionary<string, string>>()),
        ["util"] = new TemplateUtil(),
    });
}
