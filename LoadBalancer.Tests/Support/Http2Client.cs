using System.Text;

namespace LoadBalancer.Tests.Support;

/// <summary>An HTTP/2 client that sends frames as a test writes them, and collects what each stream receives.</summary>
internal sealed class Http2Client(Stream stream) : IAsyncDisposable
{
    public const int ProtocolError = 0x1;
    public const int CompressionError = 0x9;

    private const int LongestFrame = 16_384;

    /// <summary>The preface, and a SETTINGS_HEADER_TABLE_SIZE of 0, so that responses can be decoded without a dynamic table.</summary>
    public static readonly byte[] Beginning =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. new Http2Frame(Http2Frame.Settings, 0, 0, [0, 1, 0, 0, 0, 0]).ToBytes(),
    ];

    private readonly Dictionary<int, StreamState> _streams = [];
    private int? _goAway;
    private bool _isClosed;

    /// <summary>Opens a connection on a stream; the caller owns neither afterwards.</summary>
    public static async Task<Http2Client> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var client = new Http2Client(stream);
        await client.SendAsync(Beginning, cancellationToken);
        return client;
    }

    /// <summary>Returns the frames of a request.</summary>
    public static IEnumerable<Http2Frame> Request(
        int id,
        IEnumerable<(string Name, string Value)> fields,
        string? body = null,
        IReadOnlyCollection<(string Name, string Value)>? trailers = null)
    {
        var isWhole = body is null && trailers is not { Count: > 0 };
        foreach (var frame in Block(id, Hpack.Encode(fields), isWhole))
        {
            yield return frame;
        }

        if (body is not null)
        {
            yield return new(
                Http2Frame.Data, trailers is { Count: > 0 } ? (byte)0 : Http2Frame.EndStream, id, Encoding.Latin1.GetBytes(body));
        }

        if (trailers is { Count: > 0 })
        {
            foreach (var frame in Block(id, Hpack.Encode(trailers), endsStream: true))
            {
                yield return frame;
            }
        }
    }

    /// <summary>Returns the HEADERS frame of a block, and its CONTINUATION frames.</summary>
    public static IEnumerable<Http2Frame> Block(int id, byte[] block, bool endsStream, int longest = LongestFrame)
    {
        for (var start = 0; start == 0 || start < block.Length; start += longest)
        {
            var end = Math.Min(start + longest, block.Length);
            var flags = (start == 0 && endsStream ? Http2Frame.EndStream : 0) | (end == block.Length ? Http2Frame.EndHeaders : 0);
            yield return new(start == 0 ? Http2Frame.Headers : Http2Frame.Continuation, (byte)flags, id, block[start..end]);
        }
    }

    /// <summary>Sends frames in one piece.</summary>
    public Task SendAsync(IEnumerable<Http2Frame> frames, CancellationToken cancellationToken) =>
        SendAsync(frames.SelectMany(frame => frame.ToBytes()).ToArray(), cancellationToken);

    public async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            _isClosed = true;
        }
    }

    /// <summary>Waits until a stream, or the connection, has ended.</summary>
    public async Task<Http2Outcome> EndOfAsync(int id, CancellationToken cancellationToken)
    {
        while (!Of(id).IsOver && await ReadAsync(cancellationToken) is { } frame)
        {
            Take(frame);
        }

        var state = Of(id);
        return new(state.Status, state.Body.ToString(), state.Reset, state.Reset is null && !state.IsOver ? _goAway : null);
    }

    /// <summary>Waits until the connection has ended.</summary>
    /// <returns>The code of its GOAWAY; <see langword="null"/> if there was none.</returns>
    public async Task<int?> EndAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } frame)
        {
            Take(frame);
        }

        return _goAway;
    }

    /// <summary>Returns the statuses of all responses that a stream has received, interim ones first.</summary>
    public IReadOnlyList<int> StatusesOf(int id) => Of(id).Statuses;

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private StreamState Of(int id) => _streams.TryGetValue(id, out var state) ? state : _streams[id] = new();

    private async Task<Http2Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            return null;
        }

        try
        {
            var frame = await Http2Frame.ReadAsync(stream, cancellationToken);
            _isClosed = frame is null;
            return frame;
        }
        catch (IOException)
        {
            _isClosed = true;
            return null;
        }
    }

    private void Take(Http2Frame frame)
    {
        var state = Of(frame.Stream);
        switch (frame.Type)
        {
            case Http2Frame.Headers when state.Status is null or < 200:
                state.Status = Hpack.StatusOf(frame.Payload);
                state.Statuses.Add(state.Status.Value);
                break;
            case Http2Frame.Data:
                state.Body.Append(Encoding.Latin1.GetString(frame.Payload));
                break;
            case Http2Frame.Reset:
                state.Reset ??= CodeIn(frame.Payload);
                break;
            case Http2Frame.GoAway:
                _goAway ??= CodeIn(frame.Payload.AsSpan(sizeof(int)));
                break;
        }

        state.IsOver |= frame.Type == Http2Frame.Reset
            || (frame.Type is Http2Frame.Headers or Http2Frame.Data && frame.Has(Http2Frame.EndStream));
    }

    private static int CodeIn(ReadOnlySpan<byte> payload) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(payload);

    private sealed class StreamState
    {
        public int? Status { get; set; }

        public List<int> Statuses { get; } = [];

        public StringBuilder Body { get; } = new();

        public int? Reset { get; set; }

        public bool IsOver { get; set; }
    }
}
