using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Hpack;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Http2;

/// <summary>A gate between a test, as the client, and another reader in Kestrel's place.</summary>
internal sealed class GatedInput
{
    private readonly Pipe _pipe = new(new(useSynchronizationContext: false, pauseWriterThreshold: 0));
    private readonly RejectionMark _mark = new();

    public GatedInput(LimitsOptions? limits = null, bool isSecure = false) => Gate = new(
        _pipe.Reader,
        Output,
        isSecure,
        new(
            _mark,
            Rejections,
            Options.Create(limits ?? new()),
            GatewayParts.Defaults<ListeningOptions>(),
            Time,
            NullLogger<Http2Gate>.Instance));

    public Http2Gate Gate { get; }

    public Http2Output Output { get; } = new(new Pipe().Writer);

    public Rejections Rejections { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Sends bytes, which the gate does not see before it reads.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_pipe.Writer.GetSpan(bytes.Length));
        _pipe.Writer.Advance(bytes.Length);
#pragma warning disable CA2012 // The pipe has no limit, so the flush is complete.
        Assert.True(_pipe.Writer.FlushAsync().IsCompletedSuccessfully);
#pragma warning restore CA2012
    }

    public void End() => _pipe.Writer.Complete();

    /// <summary>Cancels a read of the bytes below the gate, as its deadline does.</summary>
    public void CancelInput() => _pipe.Reader.CancelPendingRead();

    /// <summary>Reads what the gate presents, without waiting.</summary>
    /// <param name="most">The most bytes that are consumed of each read.</param>
    public byte[] Read(int most = int.MaxValue)
    {
        var all = new MemoryStream();
        while (Gate.TryRead(out var read) && !read.Buffer.IsEmpty)
        {
            var part = read.Buffer.Slice(0, Math.Min(most, read.Buffer.Length));
            foreach (var segment in part)
            {
                all.Write(segment.Span);
            }

            Gate.AdvanceTo(part.End);
        }

        return all.ToArray();
    }

    /// <summary>Returns frames, one for each line, with the fields of blocks; those of a rejection are replaced with its reason.</summary>
    public async Task<string[]> ShowAsync(byte[] bytes)
    {
        var lines = new List<string>();
        using var stream = new MemoryStream(bytes);
        var block = new List<byte>();
        var decoder = new HpackDecoder(HpackDecoder.DefaultTableBytes);
        while (await Http2Frame.ReadAsync(stream, CancellationToken.None) is { } frame)
        {
            var isOfBlock = frame.Type is Http2Frame.Headers or Http2Frame.Continuation;
            if (isOfBlock)
            {
                block.AddRange(frame.Payload);
            }

            var content = !isOfBlock ? Convert.ToHexString(frame.Payload)
                : frame.Has(Http2Frame.EndHeaders) ? Fields(decoder, block)
                : "";
            lines.Add($"{frame.Type} {frame.Flags} {frame.Stream} {content}".TrimEnd());
        }

        Assert.Equal(0, decoder.Table.Count);
        return [.. lines];
    }

    private string Fields(HpackDecoder decoder, List<byte> block)
    {
        var fields = new List<string>();
        using var reader = new HpackReader(decoder, block.ToArray());
        while (reader.TryRead(out var field))
        {
            fields.Add($"{Encoding.Latin1.GetString(field.Name)}={Encoding.Latin1.GetString(field.Value)}");
        }

        block.Clear();
        if (reader.Error != HpackError.None)
        {
            return $"{reader.Error}";
        }

        var mark = fields.SingleOrDefault(field => field.StartsWith($"{_mark.Name}=", StringComparison.Ordinal))?.Split('=')[1];
        var error = mark is null ? MessageError.None : _mark.ReadFrom(new HeaderDictionary { [_mark.Name] = mark });
        return error == MessageError.None ? string.Join(' ', fields) : fields.Count == 1 ? $"{error}" : $"{fields[0]} {error}";
    }
}
