using System.Buffers;
using System.Text;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Generates requests and checks them without sockets: whatever would be relayed is what an independent reader reads, in the same order,
/// and a server reads it as exactly one request.
/// </summary>
public sealed class RequestFuzzTests
{
    private const int Cases = 60_000;

    private int _forwarded;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_Generated_IsRejectedOrForwardedAsItReads()
    {
        var run = new FuzzRun(Cases);

        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => RunAsync(run), Token)));

        run.Report();
        Assert.True(_forwarded > run.Count / 4, $"Only {_forwarded} requests are forwarded of {run.Count} cases.");
    }

    private async Task RunAsync(FuzzRun run)
    {
        var scanned = new ScannedRequests();
        while (run.TryBegin(out var seed) && !Token.IsCancellationRequested)
        {
            var text = RequestGrammar.From(seed).Next();
            var bytes = Encoding.Latin1.GetBytes(text);
            var forwarded = scanned.Read(seed % 4 == 0 ? Segments.Split(bytes) : new ReadOnlySequence<byte>(bytes));
            Interlocked.Add(ref _forwarded, forwarded.Count);
            var plain = PlainRequests.Read(text, out _);

            Assert.True(
                forwarded.Count <= plain.Length,
                $"Seed {seed}: {forwarded.Count} requests are forwarded and {plain.Length} were sent: {FuzzRun.Show(text)}");
            foreach (var (request, sent) in forwarded.Zip(plain))
            {
                Assert.True(
                    await IsSameAsync(request, sent.InOriginForm()),
                    $"Seed {seed}: sent: {FuzzRun.Show(text)} forwarded: {FuzzRun.Show(request)}");
            }
        }
    }

    private static async Task<bool> IsSameAsync(string forwarded, PlainRequest sent)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(forwarded));
        var reader = new RequestReader(stream);
        return await reader.ReadAsync(Token) is { } read
            && ForwardedRequest.IsSame(read, sent)
            && (await reader.ReadRestAsync(Token)).Length == 0;
    }
}
