using System.Buffers.Binary;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// The bytes below TLS. Tells whether the peer's last record was an alert, which after a handshake is close_notify: the platform's own
/// stream reports the end of the bytes in the same way with and without it.
/// </summary>
internal sealed class TlsRecords(Stream inner) : AsyncStream
{
    private const int HeadLength = 5;
    private const int Alert = 21;
    private const int Application = 23;

    /// <summary>In TLS 1.3 the type is encrypted: two bytes of the alert, one of its type, and the authentication tag.</summary>
    private const int EncryptedAlertLength = 2 + 1 + 16;

    private readonly List<byte> _received = [];

    /// <summary>Whether the peer has reset the connection.</summary>
    public bool WasReset { get; private set; }

    /// <summary>Whether the last record is an alert.</summary>
    public bool EndWithAlert
    {
        get
        {
            ReadOnlySpan<byte> rest = _received.ToArray();
            var last = (Type: 0, Length: 0);
            while (rest.Length >= HeadLength)
            {
                last = (rest[0], BinaryPrimitives.ReadUInt16BigEndian(rest[3..]));
                rest = rest[Math.Min(HeadLength + last.Length, rest.Length)..];
            }

            return last.Type == Alert || last == (Application, EncryptedAlertLength);
        }
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _received.AddRange(buffer.Span[..count]);
            return count;
        }
        catch (IOException)
        {
            WasReset = true;
            throw;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
