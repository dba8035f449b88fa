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
    [InlineData("a$none.b[0]|$!none|${none}", "a||")]
    [InlineData("#set($m = {})#set($m.a = 1)#set($m['b'] = 2)#set($k = 'c')#set($m[$k] = 3)#set($none.x = 4)$m", "{a=1, b=2, c=3}")]
    [InlineData("#set($l = [1, 2])#set($l[1] = 'x')#set($l[9] = 'y')$l $l[1]", "[1, x] x")]
    [InlineData("$input.path('$.a') $input.path('$').a[1]", "[1,{\"b\":\"c\"}] {b=c}")]
    [InlineData("#if($none == '' && '' == $none && $none == $nothing)same#end", "same")]
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
    [InlineData("#set($util.urlEncode() = 1)", true)]
    [InlineData("#foreach($i.j in [1])#end", true)]
    public void What_cannot_be_run_is_refused_before_it_is(string template, bool isSyntax) =>
        Assert.Equal(isSyntax, Assert.Throws<TemplateException>(() => VelocityTemplate.Parse(template)).IsSyntax);

    [Fact]
    public void Nesting_is_bounded() =>
        Assert.Throws<TemplateException>(() => VelocityTemplate.Parse("#set($x = " + new string('(', 100_000) + "1" + new string(')', 100_000) + ")"));

    [Theory]
    [InlineData("#set($m = {})#set($m.self = $m)$m")]
    [InlineData("#set($l = $input.path('$.a'))#set($l[0] = $l)$l")]
    [InlineData("#set($s = 'xx')#foreach($i in [1..1000])#set($s = $s + $s)#end$s")]
    [InlineData("#set($s = 'xx')#foreach($i in [1..1000])#set($s = $s.replace('x', 'xxxx'))#end$s")]
    [InlineData("#set($l = [1])#foreach($i in [1..1000])#set($l = [$l, $l])#end$l")]
    [InlineData("#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = \"#foreach($k in [1..1000])#end\")#end#end")]
    public void What_would_not_end_is_ended(string template) => Assert.Throws<TemplateException>(() => Render(template));

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
