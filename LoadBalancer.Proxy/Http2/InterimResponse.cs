using System.Text;
using LoadBalancer.Http.Hpack;

namespace LoadBalancer.Proxy.Http2;

/// <summary>A response that precedes the final one on a stream, until it has been written.</summary>
/// <param name="stream">The stream.</param>
/// <param name="status">The status.</param>
/// <param name="fields">The names and the values.</param>
/// <param name="gone">Canceled once the stream has ended.</param>
internal sealed class InterimResponse(
    int stream, int status, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken gone)
{
    private const int LongestStatus = 3;

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the response has been written, or cannot be any more.</summary>
    public Task Completion => _end.Task;

    public void End() => _end.TrySetResult();

    /// <summary>Writes the frames; none if the stream has ended.</summary>
    /// <param name="output">Where they are written.</param>
    /// <param name="tableSize">The size of the table that the block has to begin with; negative for none.</param>
    public void WriteTo(FrameBuffer output, int tableSize)
    {
        if (gone.IsCancellationRequested)
        {
            return;
        }

        var position = output.BeginHeaders();
        if (tableSize >= 0)
        {
            output.Advance(HpackWriter.WriteTableSize(output.Reserve(HpackWriter.MostOverhead), tableSize));
        }

        Span<byte> text = stackalloc byte[LongestStatus];
        status.TryFormat(text, out _, provider: System.Globalization.CultureInfo.InvariantCulture);
        Write(output, new() { NameIndex = StaticTable.Status, Value = text });
        foreach (var (name, value) in fields)
        {
            Write(output, new() { Name = Encoding.Latin1.GetBytes(name.ToLowerInvariant()), Value = Encoding.Latin1.GetBytes(value) });
        }

        output.EndHeaders(position, stream, endsStream: false);
    }

    private static void Write(FrameBuffer output, in HpackField field) =>
        output.Advance(HpackWriter.Write(output.Reserve(field.Name.Length + field.Value.Length + HpackWriter.MostOverhead), field));
}
