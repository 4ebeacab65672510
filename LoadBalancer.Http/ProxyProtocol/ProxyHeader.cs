using System.Buffers;
using System.Net;

namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>A header of the PROXY protocol, version 1 or 2 (haproxy.org, proxy-protocol.txt, 2020/03/05).</summary>
/// <param name="State">How far it has come; the others mean something where it is complete.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Client">Who it says that the client is; <see langword="null"/> where it says nothing: then it is the peer.</param>
internal readonly record struct ProxyHeader(HeaderState State, int Length = 0, IPEndPoint? Client = null)
{
    public static readonly ProxyHeader Malformed = new(HeaderState.Malformed);

    /// <summary>Reads the header that a connection begins with.</summary>
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
