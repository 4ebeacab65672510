using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Placing;

/// <summary>
/// Places the lines of a stream. The key is the raw bytes of a line, without the line feed and a carriage return before it. Memory grows
/// only with the longest line.
/// </summary>
internal sealed class KeyPlacer
{
    private readonly IPlacement _placement;
    private readonly int _candidates;
    private readonly byte[][] _columns;
    private readonly ulong[] _met;

    /// <param name="placement">The placement, which has at least one server.</param>
    /// <param name="candidates">The number of servers to write for each key; the placement has at least as many.</param>
    public KeyPlacer(IPlacement placement, int candidates)
    {
        _placement = placement;
        _candidates = candidates;
        _columns = [.. placement.Members.Select(member => Encoding.UTF8.GetBytes($"\t{member.Id}"))];
        _met = new ulong[CandidateWalk.WordsFor(placement.Members.Length)];
    }

    /// <summary>Places all lines.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> RunAsync(Stream input, Stream output, CancellationToken token)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: 1 << 16, leaveOpen: true));
        var isPlaced = false;
        while (true)
        {
            var read = await reader.ReadAsync(token);
            isPlaced |= !read.Buffer.IsEmpty;
            var rest = PlaceLines(read.Buffer, writer);
            if (read.IsCompleted)
            {
                if (!rest.IsEmpty)
                {
                    PlaceLine(rest, writer);
                }

                break;
            }

            reader.AdvanceTo(rest.Start, rest.End);
            await writer.FlushAsync(token);
        }

        await reader.CompleteAsync();
        await writer.CompleteAsync();
        return isPlaced;
    }

    /// <summary>Places all complete lines, and returns the rest of the text after them.</summary>
    private ReadOnlySequence<byte> PlaceLines(ReadOnlySequence<byte> text, PipeWriter writer)
    {
        var lines = new SequenceReader<byte>(text);
        while (lines.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            PlaceLine(line, writer);
        }

        return lines.UnreadSequence;
    }

    private void PlaceLine(in ReadOnlySequence<byte> line, PipeWriter writer)
    {
        var key = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        key = key is [.. var text, (byte)'\r'] ? text : key;
        writer.Write(key);

        var walk = new CandidateWalk(_placement, KeyHash.Of(_placement.Algorithm, key), _met);
        while (walk.Count < _candidates && walk.MoveNext())
        {
            writer.Write(_columns[walk.Current]);
        }

        writer.Write("\n"u8);
    }
}
