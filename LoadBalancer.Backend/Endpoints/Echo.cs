namespace LoadBalancer.Backend.Endpoints;

/// <summary>A request as the server saw it: the response of <c>/echo</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target, as it stood in the request.</param>
/// <param name="Protocol">The protocol's name and version.</param>
/// <param name="Headers">The fields in the order that the server has them in, repeated ones apart.</param>
/// <param name="Body">What the body was.</param>
internal sealed record Echo(string Method, string Target, string Protocol, IReadOnlyList<EchoHeader> Headers, EchoBody Body);
