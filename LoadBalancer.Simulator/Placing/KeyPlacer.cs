using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Placing;

/// <summary>
/// Places the lines of a stream. Keys are the bytes of the lines as they are, without the line feed and a carriage
/// return before it; memory grows with the longest line alone.
/// </summary>
internal sealed class KeyPlacer
{
    private readonly IPlacement _placement;
    private readonly int _candidates;
    private readonly byte[][] _columns;
    private readonly ulong[] _met;

    /// <param name="placement">Has a server at least.</param>
    /// <param name="candidates">How many servers to write for each key; fewer where there are fewer.</param>
    public KeyPlacer(IPlacement placement, int candidates)
    {
        _placement = placement;
        _candidates = candidates;
        _columns = [.. placement.Members.Select(member => Encoding.UTF8.GetBytes($"\t{member.Id}"))];
        _met = new ulong[CandidateWalk.WordsFor(placement.Members.Length)];
    }

    public async Task RunAsync(Stream input, Stream output, CancellationToken token)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(minimumBufferSize: 1 << 16, leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(token);
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
    }

    /// <summary>Places every whole line; returns what follows the last.</summary>
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
