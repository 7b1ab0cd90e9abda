/* Rust's standard library takes its random bytes from ProcessPrng, which wine does not have before version 9.
   For tests under wine only: Windows has its own. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    return RtlGenRandom(bytes, (ULONG)length);
}
