using System.Text;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Tests.Proxy.Telemetry.RequestLog;

public sealed class RequestLogBufferTests
{
    private readonly byte[] _target = new byte[256];

    [Fact]
    public void Take_NothingAdded_TakesNothing()
    {
        Assert.Equal(0, new RequestLogBuffer(64).Take(_target, out var lines));
        Assert.Equal(0, lines);
    }

    [Fact]
    public void Take_SeveralAdded_GivesThemInOrder()
    {
        var buffer = new RequestLogBuffer(64);

        Assert.True(buffer.TryAdd("one\n"u8));
        Assert.True(buffer.TryAdd("two\n"u8));

        Assert.Equal("one\ntwo\n", Take(buffer, out var lines));
        Assert.Equal(2, lines);
        Assert.Equal("", Take(buffer, out _));
    }

    [Fact]
    public void TryAdd_ExactlyFull_DropsTheNextAndCountsIt()
    {
        var buffer = new RequestLogBuffer(64);

        // Each entry takes a length of 4 bytes and 12 bytes of text: a quarter of the ring buffer.
        Assert.All(Enumerable.Range(0, 4), _ => Assert.True(buffer.TryAdd("twelve bytes"u8)));
        Assert.False(buffer.TryAdd("x"u8));
        Assert.False(buffer.TryAdd("y"u8));

        Assert.Equal(2, buffer.Dropped);
        Assert.Equal(48, buffer.Take(_target, out _));
        Assert.True(buffer.TryAdd("x"u8));
        Assert.Equal("x", Take(buffer, out _));
    }

    [Fact]
    public void Take_TargetTooShort_KeepsTheRest()
    {
        var buffer = new RequestLogBuffer(64);
        buffer.TryAdd("twelve bytes"u8);
        buffer.TryAdd("short"u8);

        Assert.Equal(12, buffer.Take(_target.AsSpan(0, 16), out _));
        Assert.Equal(0, buffer.Take(_target.AsSpan(0, 4), out _));
        Assert.Equal(5, buffer.NextLength);
        Assert.Equal("short", Take(buffer, out _));
    }

    [Fact]
    public void TryAdd_ManyOfAllLengths_ComeOutWholeAcrossTheEnd()
    {
        var buffer = new RequestLogBuffer(64);
        for (var i = 0; i < 1_000; i++)
        {
            var line = new string((char)('a' + (i % 26)), i % 60);
            if (line.Length > 0)
            {
                Assert.True(buffer.TryAdd(Encoding.ASCII.GetBytes(line)));
                Assert.Equal(line, Take(buffer, out _));
            }
        }
    }

    [Fact]
    public void TryAdd_LongerThanTheRing_IsDropped()
    {
        var buffer = new RequestLogBuffer(64);

        Assert.False(buffer.TryAdd(new byte[61]));
        Assert.True(buffer.TryAdd(Encoding.ASCII.GetBytes(new string('a', 60))));
    }

    [Fact]
    public async Task TryAdd_ManyThreads_EachLineIsWrittenOnceOrCounted()
    {
        const int Threads = 8, Lines = 20_000;
        var buffer = new RequestLogBuffer(4 * 1024);
        var adding = Enumerable.Range(0, Threads).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < Lines; i++)
                {
                    buffer.TryAdd(Encoding.ASCII.GetBytes($"{thread} {i} {new string('x', i % 50)}\n"));
                }
            },
            TestContext.Current.CancellationToken)).ToArray();
        var all = Task.WhenAll(adding);
        var found = new List<string>();
        while (true)
        {
            var isLast = all.IsCompleted;
            var text = Take(buffer, out _);
            found.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            if (isLast && text.Length == 0)
            {
                break;
            }
        }

        await all;
        Assert.Equal((Threads * Lines) - buffer.Dropped, found.Count);
        foreach (var lines in found.Select(line => line.Split(' ')).GroupBy(parts => parts[0], StringComparer.Ordinal))
        {
            var numbers = lines.Select(parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers.Order().Distinct(), numbers);
            Assert.All(
                lines, parts => Assert.Equal(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) % 50, parts[2].Length));
        }
    }

    private string Take(RequestLogBuffer buffer, out int lines) =>
        Encoding.ASCII.GetString(_target.AsSpan(0, buffer.Take(_target, out lines)));
}
