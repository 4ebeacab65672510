using System.Buffers;
using System.Net;

namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>A PROXY protocol header, version 1 or 2 (haproxy.org, proxy-protocol.txt, 2020/03/05).</summary>
/// <param name="State">The state; the other members are meaningful only if it is complete.</param>
/// <param name="Length">The header's length in bytes.</param>
/// <param name="Client">
/// The client's address; <see langword="null"/> if the header specifies none, in which case the client is the peer.
/// </param>
internal readonly record struct ProxyHeader(HeaderState State, int Length = 0, IPEndPoint? Client = null)
{
    public static readonly ProxyHeader Malformed = new(HeaderState.Malformed);

    /// <summary>Reads the header at the beginning of a connection.</summary>
    public static ProxyHeader Read(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        var isText = bytes.FirstSpan[0] == ProxyHeaderV1.Signature[0];
        var most = (int)Math.Min(bytes.Length, isText ? ProxyHeaderV1.MaxLength : ProxyHeaderV2.MaxLength);
        if (bytes.FirstSpan.Length >= most)
        {
            return Read(bytes.FirstSpan[..most], isText);
        }

        var copy = ArrayPool<byte>.Shared.Rent(most);
        bytes.Slice(0, most).CopyTo(copy);
        var header = Read(copy.AsSpan(0, most), isText);
        ArrayPool<byte>.Shared.Return(copy);
        return header;
    }

    private static ProxyHeader Read(ReadOnlySpan<byte> bytes, bool isText) =>
        isText ? ProxyHeaderV1.Read(bytes) : ProxyHeaderV2.Read(bytes);
}
