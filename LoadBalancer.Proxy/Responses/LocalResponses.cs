using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;

namespace LoadBalancer.Proxy.Responses;

/// <summary>Writes local responses to a connection. Thread-safe.</summary>
internal sealed class LocalResponses(DateLine date, ProxyStatusHeader proxyStatus)
{
    private const int LongestHead = 512;

    /// <summary>Writes a response without a body to a rejected request; the connection closes after it.</summary>
    public void WriteRejection(PipeWriter output, MessageError rejection)
    {
        var writer = new SpanWriter(output.GetSpan(LongestHead));
        WriteStatus(ref writer, rejection.ToStatus());
        writer.Write("Content-Length: 0\r\nConnection: close\r\n\r\n"u8);
        output.Advance(writer.Count);
    }

    /// <summary>Writes a problem document.</summary>
    /// <param name="output">The pipe to write to.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="failure">The failure of the last attempt, if an attempt failed.</param>
    /// <param name="isForHead">Whether the request's method is HEAD; the body is omitted in that case.</param>
    /// <param name="closes">Whether the connection closes after the response.</param>
    /// <param name="strictTransport">The <c>Strict-Transport-Security</c> line; may be empty.</param>
    public void WriteProblem(
        PipeWriter output, Problem problem, Failure failure, bool isForHead, bool closes, ReadOnlySpan<byte> strictTransport)
    {
        var status = proxyStatus.LineFor(problem, failure);
        var writer = new SpanWriter(output.GetSpan(LongestHead + status.Length + strictTransport.Length + problem.Json.Length));
        WriteStatus(ref writer, problem.Status);
        writer.Write("Content-Type: application/problem+json\r\nContent-Length: "u8);
        WriteNumber(ref writer, problem.Json.Length);
        if (problem.RetryAfter is { } seconds)
        {
            writer.Write("\r\nRetry-After: "u8);
            WriteNumber(ref writer, seconds);
        }

        writer.Write("\r\n"u8);
        writer.Write(status);
        writer.Write(strictTransport);
        writer.Write(closes ? "Connection: close\r\n\r\n"u8 : "\r\n"u8);
        writer.Write(isForHead ? [] : problem.Json.Span);
        output.Advance(writer.Count);
    }

    private void WriteStatus(ref SpanWriter writer, int status)
    {
        writer.Write("HTTP/1.1 "u8);
        WriteNumber(ref writer, status);
        writer.Write(" "u8);
        writer.Advance(Encoding.ASCII.GetBytes(ReasonPhrases.GetReasonPhrase(status), writer.Rest));
        writer.Write("\r\n"u8);
        writer.Write(date.Current);
    }

    private static void WriteNumber(ref SpanWriter writer, int number)
    {
        Utf8Formatter.TryFormat(number, writer.Rest, out var digits);
        writer.Advance(digits);
    }
}
