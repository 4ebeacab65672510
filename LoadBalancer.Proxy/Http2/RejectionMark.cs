using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// The field by which the gate tells the middleware why it has replaced the fields of a stream. Its name is random for each process, so
/// that no client can send it; nothing with it is forwarded.
/// </summary>
internal sealed class RejectionMark
{
    private const int NameBytes = 16;

    public RejectionMark()
    {
        Name = $"rejected-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes))}";
        Ascii = Encoding.ASCII.GetBytes(Name);
    }

    /// <summary>The name, in lower case.</summary>
    public string Name { get; }

    /// <summary>The name as bytes.</summary>
    public ReadOnlyMemory<byte> Ascii { get; }

    /// <summary>Returns the value for a reason, as bytes that are written without allocating.</summary>
    public static int Write(Span<byte> destination, MessageError error)
    {
        ((int)error).TryFormat(destination, out var length, provider: CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Returns the reason in a field with the mark's name; <see cref="MessageError.None"/> if there is none.</summary>
    public MessageError ReadFrom(IHeaderDictionary fields) =>
        fields.TryGetValue(Name, out var value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var error)
            ? (MessageError)error
            : MessageError.None;
}
