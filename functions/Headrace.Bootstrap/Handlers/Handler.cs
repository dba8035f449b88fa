using System.Buffers;
using Headrace.Bootstrap.Runtime;

namespace Headrace.Bootstrap.Handlers;

/// <summary>Handles one invocation and writes its JSON answer.</summary>
internal delegate void Handler(Invocation invocation, IBufferWriter<byte> response);
