using System.Text;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Tests.Functional.Relay;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Generates responses and checks them without sockets: what the gateway relays as complete is what an independent reader reads, however it
/// is split.
/// </summary>
public sealed class ResponseFuzzTests
{
    private const int Cases = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Response_Generated_IsRejectedOrPassesAsItReads()
    {
        var run = new FuzzRun(Cases);
        var passed = 0;

        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            () =>
            {
                while (run.TryBegin(out var seed) && !Token.IsCancellationRequested)
                {
                    var text = ResponseGrammar.From(seed).Next();
                    Interlocked.Add(ref passed, Check(seed, text, seed % 8 == 0 ? "HEAD" : "GET") ? 1 : 0);
                }
            },
            Token)));

        run.Report();
        Assert.InRange(passed, run.Count / 10, run.Count);
    }

    private static bool Check(int seed, string text, string method)
    {
        var isForHead = string.Equals(method, "HEAD", StringComparison.Ordinal);
        var scanned = ScannedResponse.Read(text, isForHead, int.MaxValue / 2);
        var parted = ScannedResponse.Read(text, isForHead, 1 + (int)((uint)seed % 7));
        Assert.True(scanned?.IsWhole == parted?.IsWhole, Say("splitting changes the result"));
        if (scanned is not { IsWhole: true } || parted is not { IsWhole: true })
        {
            return false;
        }

        Assert.True(IsSame(scanned, parted), Say("splitting changes the response"));
        var read = TryRead(text, method);
        Assert.True(read is { IsWhole: true }, Say("it is accepted but must not be"));
        Assert.True(IsSame(scanned, read with { Trailers = [.. read.Trailers.Where(IsAllowed)] }), Say("it is read differently"));
        return true;

        string Say(string what) => $"Seed {seed}, {method}: {what}: {FuzzRun.Show(text)}";
    }

    private static bool IsSame(ReadResponse one, ReadResponse other) =>
        (one.Version, one.Status, one.Content, one.Rest) == (other.Version, other.Status, other.Content, other.Rest)
        && one.Fields.SequenceEqual(other.Fields, StringComparer.Ordinal)
        && one.Trailers.Select(Tight).SequenceEqual(other.Trailers.Select(Tight), StringComparer.Ordinal);

    /// <summary>Whether a trailer reaches the client; others are dropped (RFC 9110 §6.5.1).</summary>
    private static bool IsAllowed(string field) =>
        TrailerLine.IsAllowed(Encoding.Latin1.GetBytes(field[..field.IndexOf(':', StringComparison.Ordinal)]));

    /// <summary>Removes white space around the value of a field, which has no meaning.</summary>
    private static string Tight(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        return $"{field[..colon]}:{field[(colon + 1)..].Trim(' ', '\t')}";
    }

    private static ReadResponse? TryRead(string text, string method)
    {
        try
        {
            return ResponseReader.Read(text, method);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
