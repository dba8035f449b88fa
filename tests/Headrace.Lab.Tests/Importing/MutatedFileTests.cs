using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Importing;

/// <summary>Files that were cut, overwritten, doubled and mixed: an import gives a run or one <see cref="LabException"/>, never another end.</summary>
public sealed class MutatedFileTests : IDisposable
{
    private static readonly (SourceKind Kind, string Content)[] Files =
    [
        (SourceKind.LogsData, ",id,lambda_function_name,event_time,write_to_database_timestamp,function_end_timestamp,billed_duration_ms,cold_start\n0,image_capture_2025-05-08_17-00-00.jpg,site1-lambdafunction,2025-05-08 23:00:17,2025-05-08 23:00:40.448,2025-05-08 23:00:40.504,22215.0,True\n"),
        (SourceKind.LocustStats, "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,100%\nGET,\"/a,b\",10,1,2,2.5,1,9,100.0,3.5,0.1,2,9\n,Aggregated,10,1,2,2.5,1,9,100.0,3.5,0.1,2,9\n"),
        (SourceKind.LocustHistory, "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,100%,Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size\n1763000000,5,,Aggregated,1.5,0.0,N/A,N/A,7,0,1,1.5,1,3,10.0\n"),
        (SourceKind.LocustFailures, "Method,Name,Error,Occurrences\nGET,/,\"HTTPError('500 \"\"x\"\"')\",3\n"),
        (SourceKind.LogsJson, "{\"events\": [{\"logStreamName\": \"s\", \"timestamp\": 1763000000000, \"message\": \"START RequestId: 0cf5a0a0-1111-4222-8333-444455556666 Version: 1\"}, {\"logStreamName\": \"s\", \"timestamp\": 1763000000009, \"message\": \"REPORT RequestId: 0cf5a0a0-1111-4222-8333-444455556666\\tDuration: 2.00 ms\\tMemory Size: 128 MB\"}]}"),
        (SourceKind.LogsText, "2025-05-08T23:00:20.100Z START RequestId: 0cf5a0a0-1111-4222-8333-444455556666 Version: 1\n2025-05-08T23:00:20.200Z {\"time\":\"x\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"0cf5a0a0-1111-4222-8333-444455556666\",\"metrics\":{\"durationMs\":3.5}}}\n  and more\n2025-05-08T23:00:20.300Z Event Time: 2025-05-08 23:00:17, Site ID: site1\n"),
        (SourceKind.Detections, "[{\"id\": \"1\", \"input_image\": \"a.jpg\", \"objects\": [], \"inference_ms\": 12.5, \"transfer_ms\": 3}]"),
        (SourceKind.Events, "id,level,repetition,variant,site,function,size,intended,sent,uploaded,event_time,init_started,started,ended,visible,queue_age,request_id,trace,environment,cold,init,duration,billed,memory_size,max_memory_used,download_ms,decode_ms,infer_ms,draw_ms,write_ms,status,error\na,1,1,,\"s\",,5,2025-05-08T23:00:17.000000Z,,,,,,,2025-05-08T23:00:18.000000Z,1.5,,,,true,,,,0,0,,,,,,succeeded,\n"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_are_good_before_they_are_mutated()
    {
        foreach (var (kind, content) in Files)
        {
            Assert.Equal(kind, new SourceFile(_folder.File("file", content)).Detect());
            Import.Of(_folder["file"]);
        }
    }

    [Fact]
    public void A_mutated_file_gives_a_run_or_one_sentence() => Prop.ForAll(
        (from file in Gen.Elements(Files)
         from isNamed in Gen.Elements(true, false)
         from mutations in Mutation(file.Content.Length).NonEmptyListOf()
         select (file.Kind, isNamed, Bytes: mutations.Aggregate(System.Text.Encoding.UTF8.GetBytes(file.Content), (bytes, mutate) => mutate(bytes)))).ToArbitrary(),
        file =>
        {
            File.WriteAllBytes(_folder["file"], file.Bytes);
            try
            {
                var (run, locust) = Import.Of(new ImportOptions { Kind = file.isNamed ? file.Kind : null }, _folder["file"]);
                RunFiles.Write(run with { Folder = new RunFolder(_folder["run"]) }, locust);
                Assert.Equal(run.Items, Run.Read(_folder["run"]).Items);
            }
            catch (LabException refusal)
            {
                Assert.Contains("file", refusal.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static Gen<Func<byte[], byte[]>> Mutation(int length) =>
        from at in Gen.Choose(0, length)
        from other in Gen.Choose(0, length)
        from value in Gen.OneOf(Gen.Choose(0, 255).Select(value => (byte)value), Gen.Elements("\",\n\r{}[]-09:.TZ\t "u8.ToArray()))
        from kind in Gen.Choose(0, 4)
        select new Func<byte[], byte[]>(bytes =>
        {
            var (low, high) = (Math.Min(Math.Min(at, other), bytes.Length), Math.Min(Math.Max(at, other), bytes.Length));
            return kind switch
            {
                0 => bytes[..low],
                1 => [.. bytes[..low], value, .. bytes[low..]],
                2 => low < bytes.Length ? [.. bytes[..low], value, .. bytes[(low + 1)..]] : bytes,
                3 => [.. bytes[..low], .. bytes[high..]],
                _ => bytes.Length < 100_000 ? [.. bytes[..high], .. bytes[low..]] : bytes,
            };
        });
}
