using System.Text;
using LoadBalancer.Tests.Http.Hpack;
using LoadBalancer.Tests.Proxy.Http2;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Generates HTTP/2 requests, good ones and mutated ones, encoded in any way: the gate presents those to Kestrel that an independent reader
/// accepts, with the same fields, and rejects all others.
/// </summary>
public sealed class Http2FuzzTests
{
    private const int Cases = 20_000;
    private const int MostRequests = 8;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private static readonly string[] Names =
    [
        ":method", ":scheme", ":path", ":authority", ":protocol", ":status", ":x", ":", "host", "content-length", "te", "connection",
        "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "cookie", "cookie", "x", "x-y", "X", "x-Y", "", "x y", "x\0",
        "x:", "x\u00e9", "accept", "user-agent", "trailer",
    ];

    private static readonly string[] Values =
    [
        "GET", "HEAD", "POST", "OPTIONS", "CONNECT", "get", "M-SEARCH", "http", "https", "HTTP", "/", "/a?b", "/#", "/%00", "/?%00", "*",
        "http://a.test/", "a.test", "b.test", "A.test:80", "a.test:443", "a.test:", "u@a.test", "5", "+5", "05", "5, 5", "trailers",
        "gzip", "", " ", "a b", "a\0b", "a\r\nb", " a", "a\t", "\u00e9", "\u007f", "websocket", "close",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_Generated_IsRejectedOrPresentedAsItReads()
    {
        var run = new FuzzRun(Cases);
        var accepted = 0;

        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            async () =>
            {
                while (run.TryBegin(out var seed) && !Token.IsCancellationRequested)
                {
                    Interlocked.Add(ref accepted, await CheckAsync(seed));
                }
            },
            Token)));

        run.Report();
        Assert.True(accepted > run.Count, $"Only {accepted} requests are accepted of {run.Count} connections.");
    }

    /// <returns>The number of accepted requests.</returns>
    private static async Task<int> CheckAsync(int seed)
    {
        var random = new Random(seed);
        var requests = Enumerable.Range(0, random.Next(1, MostRequests)).Select(_ => Generate(random)).ToArray();
        var encoder = new PlainHpackEncoder();
        var input = new GatedInput();
        byte[] sent =
        [
            .. Preface,
            .. requests.SelectMany((fields, i) => Http2Client.Block(
                (i * 2) + 1,
                encoder.Encode([.. fields.Select(field => (Bytes(field.Name), Bytes(field.Value), random.Next(5)))]),
                endsStream: true,
                longest: random.Next(1, 4) == 1 ? random.Next(20, 60) : 16_384)).SelectMany(frame => frame.ToBytes()),
        ];
        var read = new List<byte>();
        for (var start = 0; start < sent.Length;)
        {
            var end = Math.Min(sent.Length, start + random.Next(1, 400));
            input.Send(sent.AsSpan(start..end));
            read.AddRange(input.Read(random.Next(1, 5_000)));
            start = end;
        }

        var shown = await input.ShowAsync([.. read.Skip(Preface.Length)]);
        Assert.True(shown.Length == requests.Length, $"Seed {seed}: {shown.Length} of {requests.Length} requests are presented.");
        foreach (var (fields, line) in requests.Zip(shown))
        {
            Assert.True(line.EndsWith(Expected(fields), StringComparison.Ordinal) == PlainFieldSection.IsGood(fields),
                $"Seed {seed}: sent: {FuzzRun.Show(Expected(fields))} presented: {FuzzRun.Show(line)}");
        }

        return requests.Count(PlainFieldSection.IsGood);
    }

    /// <summary>Returns the line of a request that is accepted. A host beside the authority is dropped.</summary>
    private static string Expected((string Name, string Value)[] fields) => string.Concat(
        fields
            .Where(field => field.Name is not "host" || !fields.Any(other => other.Name is ":authority"))
            .Select(field => $" {field.Name}={field.Value}"));

    private static (string Name, string Value)[] Generate(Random random)
    {
        List<(string Name, string Value)> fields = [.. RawHttp2.Get(), ("accept", "*/*"), ("cookie", "a=b")];
        for (var mutations = random.Next(4); mutations > 0; mutations--)
        {
            var at = random.Next(fields.Count);
            switch (random.Next(6))
            {
                case 0 when fields.Count > 1:
                    fields.RemoveAt(at);
                    break;
                case 1:
                    fields.Insert(at, fields[random.Next(fields.Count)]);
                    break;
                case 2:
                    fields[at] = (fields[at].Name, Values[random.Next(Values.Length)]);
                    break;
                case 3:
                    fields.Add((Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]));
                    break;
                case 4:
                    (fields[at], fields[0]) = (fields[0], fields[at]);
                    break;
                default:
                    fields.Insert(at, (Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]));
                    break;
            }
        }

        return [.. fields];
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
