using System.IO.Compression;
using System.Text;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Tests.Simulator.RequestLog;

public sealed class RequestLogReaderTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("{\"status\":200}", 1, 0)]
    [InlineData("{\"status\":200}\n{\"status\":200}\n", 2, 0)]
    [InlineData("\uFEFF{\"status\":200}\r\n\r\n\n{\"status\":200}\r\n", 2, 0)]
    [InlineData("{\"status\":200}\n{\"status\":2", 1, 1)]
    [InlineData("us\":200}\n{\"status\":200}\n\0\0\0\n", 1, 2)]
    public async Task Read_LinesOfEveryShape_AreTakenOrCounted(string text, int lines, int broken)
    {
        var (entries, problems) = await ReadAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal((lines, lines, broken), (entries.Count, problems.Lines, problems.Broken));
    }

    [Fact]
    public async Task Read_BrokenLine_IsNamed()
    {
        var (_, problems) = await ReadAsync("{\"status\":200}\nx\ny\n"u8.ToArray());

        Assert.Equal("-:2", problems.FirstBroken);
    }

    [Fact]
    public async Task Read_LineOfMegabytes_IsOneBrokenLine()
    {
        var huge = $"{{\"target\":\"{new string('a', 5 << 20)}\"}}";

        var (entries, problems) = await ReadAsync(Encoding.UTF8.GetBytes($"{huge}\n{{\"status\":200}}\n{huge}"));

        Assert.Equal((1, 2), (entries.Count, problems.Broken));
    }

    [Fact]
    public async Task Read_Compressed_IsTheSame()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"id\":\"{i}\",\"status\":200}}\n"));

        var (entries, problems) = await ReadAsync(Compress(text));

        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => $"{i}"), entries.Select(entry => entry.Id));
        Assert.Empty(problems.Cut);
    }

    [Fact]
    public async Task Read_CompressedPiecesJoined_AreAllRead()
    {
        var (entries, _) = await ReadAsync([.. Compress("{\"id\":\"1\"}\n"), .. Compress("{\"id\":\"2\"}\n")]);

        Assert.Equal(["1", "2"], entries.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Read_CompressedAndCut_IsReadUpToThere()
    {
        var whole = Compress(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"id\":\"{i}\",\"status\":200}}\n")));

        var (entries, problems) = await ReadAsync(whole[..(whole.Length / 2)]);

        Assert.InRange(entries.Count, 1_000, 49_000);
        Assert.Equal(["-"], problems.Cut);
    }

    private static async Task<(List<RequestLogEntry> Entries, LogProblems Problems)> ReadAsync(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        var (entries, reader) = (new List<RequestLogEntry>(), new RequestLogReader(input, "LOG"));
        await reader.ReadAsync("-", entries.Add, TestContext.Current.CancellationToken);
        return (entries, reader.Problems);
    }

    private static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
