using Headrace.Lab.Plans;

namespace Headrace.Lab.Tests.Plans;

public sealed class PlanReaderTests
{
    private const string Whole = """
        name: the whole experiment
        seed: 7
        pattern:
          burst: { sites: [1, 20, 50..300/50] }
        target:
          upload:
            bucket: site{site:000}-image
            key: "image_capture_{time}.jpg"
            content-type: image/jpeg
            function: gauge
            result: { table: rows, key: { id: "{key}" }, every: 10ms, within: 2m }
        payload: { bytes: 200K }
        repetitions: 5
        warm-up: true
        every: "0,30 * * * *"
        timeout: 90s
        stop: { time: 10h, count: 100000, errors: 5% }
        sweep:
          memory: [512, 1024]
          start: [warm, cold]
          layout:
            shared: { function: gauge }
            separate: { function: "gauge-{site}" }
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var plan = PlanReader.Parse("plan.yaml", Whole, "/");

        Assert.Equal(("the whole experiment", 7, 5, true), (plan.Name, plan.Seed, plan.Repetitions, plan.WarmUp));
        Assert.Equal([1, 20, 50, 100, 150, 200, 250, 300], Assert.IsType<BurstPattern>(plan.Pattern).Levels);
        var upload = Assert.IsType<UploadTarget>(plan.Target);
        Assert.Equal("site012-image", upload.Bucket.Fill(new Places("r", 1, 12, 20, 1, default, "", "")));
        var row = Assert.IsType<RowResult>(upload.Result);
        Assert.Equal(("rows", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(2)), (row.Table, row.Every, row.Within));
        Assert.Equal(200 * 1024, Assert.IsType<BytesPayload>(plan.Payload).Size);
        Assert.Equal(new StopRules(TimeSpan.FromHours(10), 100_000, 0.05), plan.Stop);
        Assert.Equal(TimeSpan.FromSeconds(90), plan.Timeout);
        Assert.Equal("0,30 * * * *", $"{plan.Every}");
    }

    [Fact]
    public void A_sweep_is_every_combination_and_says_so_by_name()
    {
        var plan = PlanReader.Parse("plan.yaml", Whole, "/");
        var variants = plan.Sweep.Variants(plan).ToList();

        Assert.Equal(8, variants.Count);
        Assert.Equal("layout=shared memory=512 start=warm", variants[0].Name);
        Assert.Equal("layout=separate memory=1024 start=cold", variants[^1].Name);
        Assert.Equal("gauge-{site}", $"{variants[^1].Target.Function}");
        Assert.Equal("site{site:000}-image", $"{((UploadTarget)variants[^1].Target).Bucket}");
    }

    [Theory]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: http://h/ } }\nrepititions: 3", "line 3, column 1: repititions is not known here")]
    [InlineData("pattern: { burst: { sites: 0 } }\ntarget: { http: { url: http://h/ } }", "line 1, column 28: pattern.burst.sites must be a whole number from 1")]
    [InlineData("pattern: { burst: { sites: [1, 300..50] } }\ntarget: { http: { url: http://h/ } }", "line 1, column 32: pattern.burst.sites must be")]
    [InlineData("pattern: { burst: { sites: [] } }\ntarget: { http: { url: http://h/ } }", "pattern.burst.sites is an empty list")]
    [InlineData("pattern: { burst: {} }\ntarget: { http: { url: http://h/ } }", "pattern.burst.sites is missing")]
    [InlineData("pattern: { blast: { sites: 1 } }\ntarget: { http: { url: http://h/ } }", "pattern.blast is none of burst, batch, rate, users, replay")]
    [InlineData("pattern: { burst: { sites: 1 }, rate: { rate: 1, for: 1s } }\ntarget: { http: { url: http://h/ } }", "pattern.rate is one too many")]
    [InlineData("pattern: { rate: { rate: 10 } }\ntarget: { http: { url: http://h/ } }", "pattern.rate.for is missing")]
    [InlineData("pattern: { rate: { steps: [{ rate: 5, for: 1s }, { from: 1, for: 1s }] } }\ntarget: { http: { url: http://h/ } }", "pattern.rate.steps[1].from a step has either a rate, or from and to")]
    [InlineData("pattern: { rate: { rate: 5, for: 10 } }\ntarget: { http: { url: http://h/ } }", "pattern.rate.for must be a time such as")]
    [InlineData("pattern: { users: { users: 5, for: 1s, think: 3s..1s } }\ntarget: { http: { url: http://h/ } }", "pattern.users.think must be a time")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: ftp://h/ } }", "line 2, column 24: target.http.url must be an address")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: http://h/, headers: { Host: x } } }", "target.http.headers cannot have 'Host'")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: http://h/, result: { bucket: b } } }", "target.http.result is the answer itself")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { upload: { bucket: b } }", "payload is missing")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { upload: { bucket: '{sight}' } }\npayload: { bytes: 1 }", "target.upload.bucket '{sight}' is not known")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { upload: { bucket: b, key: same } }\npayload: { bytes: 1 }", "target.upload.key must differ for every item")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { upload: { bucket: b } }\npayload: { bytes: 1 }\nstart: cold", "target.upload must say which: function")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: http://h/ } }\nevery: '61 * * * *'", "line 3, column 8: every the minute '61' must be")]
    [InlineData("pattern: { burst: { sites: 1 } }\ntarget: { http: { url: http://h/ } }\nstop: { errors: 120% }", "stop.errors must be a share")]
    [InlineData("pattern: [", "this is not YAML")]
    [InlineData("", "the plan is empty")]
    [InlineData("- a", "a plan is one document of fields")]
    public void What_is_wrong_is_said_with_its_place(string text, string complaint)
    {
        var refused = Assert.Throws<LabException>(() => PlanReader.Parse("plan.yaml", text, "/"));

        Assert.StartsWith("plan.yaml, line ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_is_not_there_is_named() => Assert.Contains("/nowhere/plan.yaml cannot be read", Assert.Throws<LabException>(() => PlanReader.Read("/nowhere/plan.yaml")).Message, StringComparison.Ordinal);
}
