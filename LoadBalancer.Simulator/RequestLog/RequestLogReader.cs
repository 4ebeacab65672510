using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// Reads request logs of any length in constant memory: files, with or without gzip (detected by the first bytes, not the name), and
/// <c>-</c> for standard input. Broken lines are counted and skipped.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="argument">The argument that names the logs, with which error messages begin.</param>
internal sealed class RequestLogReader(Stream input, string argument)
{
    private const int LongestLine = 1 << 20;
    private const int BufferSize = 1 << 16;

    private readonly RequestLogParser _parser = new();
    private readonly List<string> _cut = [];
    private long _lines;
    private long _broken;
    private string? _firstBroken;

    public LogProblems Problems => new(Interlocked.Read(ref _lines), _broken, _firstBroken, _cut);

    /// <summary>The number of requests read so far. Thread-safe.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Reads a whole log.</summary>
    /// <param name="path">The path of a file, or <c>-</c>.</param>
    /// <param name="take">Called with each request.</param>
    /// <param name="token">Cancels reading.</param>
    /// <exception cref="FormatException">The path is empty, is a directory, or does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task ReadAsync(string path, Action<RequestLogEntry> take, CancellationToken token)
    {
        await using var file = path == "-" ? null : InputFile.Open(argument, path);
        var raw = PipeReader.Create(file ?? input, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        var head = await raw.ReadAtLeastAsync(2, token);
        var isCompressed = head.Buffer.Length >= 2 && head.Buffer.FirstSpan is [0x1F, 0x8B, ..];
        raw.AdvanceTo(head.Buffer.Start);
        if (!isCompressed)
        {
            await ReadLinesAsync(path, raw, take, token);
            return;
        }

        await using var plain = new GZipStream(raw.AsStream(), CompressionMode.Decompress);
        try
        {
            await ReadLinesAsync(
                path, PipeReader.Create(plain, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true)), take, token);
        }
        catch (InvalidDataException)
        {
            _cut.Add(path);
        }
    }

    private async Task ReadLinesAsync(string path, PipeReader reader, Action<RequestLogEntry> take, CancellationToken token)
    {
        var (line, skipping) = (0L, false);
        while (true)
        {
            var read = await reader.ReadAsync(token);
            var rest = TakeLines(read.Buffer);
            if (read.IsCompleted)
            {
                if (!rest.IsEmpty || skipping)
                {
                    TakeLastLine(rest);
                }

                break;
            }

            if (rest.Length > LongestLine)
            {
                skipping = true;
                rest = rest.Slice(rest.End);
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }

        await reader.CompleteAsync();

        ReadOnlySequence<byte> TakeLines(ReadOnlySequence<byte> text)
        {
            var lines = new SequenceReader<byte>(text);
            while (lines.TryReadTo(out ReadOnlySequence<byte> next, (byte)'\n'))
            {
                TakeLine(next);
            }

            return lines.UnreadSequence;
        }

        void TakeLastLine(in ReadOnlySequence<byte> bytes)
        {
            var broken = _broken;
            TakeLine(bytes);
            if (_broken > broken)
            {
                // The framework reports no error for compressed data that ends early, but its last line is then incomplete.
                _cut.Add(path);
            }
        }

        void TakeLine(in ReadOnlySequence<byte> bytes)
        {
            line++;
            if (skipping || bytes.Length > LongestLine)
            {
                skipping = false;
                CountBroken(path, line);
                return;
            }

            Take(path, line, bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray(), take);
        }
    }

    private void Take(string path, long line, ReadOnlySpan<byte> bytes, Action<RequestLogEntry> take)
    {
        var text = bytes is [0xEF, 0xBB, 0xBF, .. var afterMark] && line == 1 ? afterMark : bytes;
        if (text.TrimEnd((byte)'\r').IsEmpty)
        {
            return;
        }

        if (_parser.Parse(text) is not { } entry)
        {
            CountBroken(path, line);
            return;
        }

        Interlocked.Increment(ref _lines);
        take(entry);
    }

    private void CountBroken(string path, long line)
    {
        _broken++;
        _firstBroken ??= $"{path}:{line}";
    }
}
