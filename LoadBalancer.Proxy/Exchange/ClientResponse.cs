using System.Buffers;
using System.IO.Pipelines;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The response to a client's current request: where <see cref="ResponseRelay"/> writes what a server sends. Reused for each response; not
/// thread-safe.
/// </summary>
internal abstract class ClientResponse
{
    /// <summary>
    /// The pipe for content. Content may be written to it directly unless <see cref="IsFramed"/>; otherwise by <see cref="Write"/>.
    /// </summary>
    public abstract PipeWriter Output { get; }

    /// <summary>Whether the content needs framing of its own, such as chunks.</summary>
    public abstract bool IsFramed { get; }

    /// <summary>Sends an interim response (RFC 9110 §15.2), if the client's protocol has them.</summary>
    /// <param name="head">The parsed head.</param>
    /// <param name="bytes">The bytes of the server's head.</param>
    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    public abstract ValueTask<bool> PassInterimAsync(ResponseHead head, ReadOnlyMemory<byte> bytes);

    /// <summary>Writes the head of the final response. It is sent with the next flush at the latest.</summary>
    /// <param name="head">The parsed head.</param>
    /// <param name="bytes">The bytes of the server's head.</param>
    /// <param name="hasKnownLength">Whether the head determines the length of the content.</param>
    /// <param name="closes">Whether the client's connection closes after the response.</param>
    public abstract void WriteHead(ResponseHead head, ReadOnlySpan<byte> bytes, bool hasKnownLength, bool closes);

    /// <summary>Writes content, which must not be empty and is in one piece.</summary>
    public abstract void Write(in ReadOnlySequence<byte> content);

    /// <summary>Sends what was written.</summary>
    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    public abstract ValueTask<bool> FlushAsync();

    /// <summary>Ends the response, and sends what was written.</summary>
    /// <param name="trailers">The lines of the trailer section, with their ends; may be empty.</param>
    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    public abstract ValueTask<bool> EndAsync(ReadOnlyMemory<byte> trailers);
}
